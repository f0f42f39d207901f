/** A ranking made elsewhere does not say what each side of a hybrid search found. */
export const noSides = { fulltextScore: null, fulltextRank: null, vectorScore: null, vectorRank: null }

export interface DocumentPlaces {
  /** Documents that the corpus does not have. */
  readonly foreign: readonly string[]
  of(docId: string): number
}

/** Positions of documents; those that the corpus does not have stand behind its last, in the order they come. */
export function documentPlaces(documents: readonly string[]): DocumentPlaces {
  const places = new Map(documents.map((docId, place) => [docId, place]))
  const foreign: string[] = []
  return {
    foreign,
    of(docId: string): number {
      const known = places.get(docId)
      if (known !== undefined) return known
      const place = documents.length + foreign.length
      foreign.push(docId)
      places.set(docId, place)
      return place
    },
  }
}

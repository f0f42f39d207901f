/** A model of the list, with the date of its end. */
export interface ServerModel {
  readonly id: string
  readonly shutdownDate: string | null
}

export const usualModels: readonly ServerModel[] = [
  { id: 'text-embedding-3-small', shutdownDate: null },
  { id: 'text-embedding-3-large', shutdownDate: null },
  { id: 'gpt-small', shutdownDate: null },
  { id: 'gpt-old', shutdownDate: '2027-02-01' },
]

export function modelsAnswer(models: readonly ServerModel[]): unknown {
  const data = models.map(({ id, shutdownDate }) => ({
    ...{ id, object: 'model', created: 1_705_948_997, owned_by: 'system', shutdown_date: shutdownDate },
  }))
  return { object: 'list', data }
}

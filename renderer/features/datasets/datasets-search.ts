/** The address of this screen: what is open in it. */
export interface DatasetsSearch {
  corpus?: string | undefined
  evalSet?: string | undefined
  /** Name or id. */
  trainingSet?: string | undefined
  /** The kind of a preflight's finding whose rows are listed. */
  finding?: string | undefined
  view?: string | undefined
  search?: string | undefined
  item?: string | undefined
  split?: string | undefined
}

/** The address of this screen: what is open in it. */
export interface DatasetsSearch {
  corpus?: string | undefined
  evalSet?: string | undefined
  view?: string | undefined
  search?: string | undefined
  item?: string | undefined
  split?: string | undefined
}

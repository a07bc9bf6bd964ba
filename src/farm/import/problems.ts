/** What is wrong with a file, told so that the person who typed it finds the cell. */
export interface ImportProblem {
  /** As the spreadsheet counts: the header is row 1. */
  row: number
  /** The header as it stands in the file; the outside name where the column is missing. */
  column: string
  message: { vi: string; en: string }
}

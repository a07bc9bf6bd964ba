/** The package brings no types. */
declare module 'vn-lunar' {
  const library: {
    getLunarDate(day: number, month: number, year: number): { year: number; month: number; day: number; leap: number }
  }
  export = library
}

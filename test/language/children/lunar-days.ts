import { readFileSync } from 'node:fs'
import { getLunarDate as dqcai } from '@dqcai/vn-lunar'
import vnLunar from 'vn-lunar'
import { addDays } from '../../../src/language/days/calendar.ts'
import { fromLunar, type LunarDay, toLunar } from '../../../src/language/days/lunar.ts'

// Counts the days from 1976 to 2050 and those where ours, two libraries and the table do not agree; prints them as JSON.

const table = tableDays()
const differences: string[] = []
let days = 0
for (let day = '1976-01-01'; day <= '2050-12-31'; day = addDays(day, 1)) {
  days++
  const ours = toLunar(day)
  const others = [dqcai, vnLunar.getLunarDate].map((library) => libraryDay(library, day))
  const known = table.get(day)
  if (known !== undefined) others.push(known)
  if (fromLunar(ours) !== day || others.some((other) => !isSame(ours, other))) differences.push(day)
}
process.stdout.write(JSON.stringify({ days, inTable: table.size, zone: new Date(0).getTimezoneOffset(), differences }))

function libraryDay(library: typeof dqcai, text: string): LunarDay {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const lunar = library(day, month, year)
  return { year: lunar.year, month: lunar.month, day: lunar.day, leap: Boolean(lunar.leap) }
}

/** Every day of the months in the table. */
function tableDays(): Map<string, LunarDay> {
  const file = new URL('../lunar-months.csv', import.meta.url)
  const [, ...rows] = readFileSync(file, 'utf8').trim().split('\n')
  return new Map(
    rows.flatMap((row) => {
      const [start = '', year, month, leap, length] = row.split(',')
      return Array.from({ length: Number(length) }, (_, index): [string, LunarDay] => {
        const lunar = { year: Number(year), month: Number(month), day: index + 1, leap: leap === '1' }
        return [addDays(start, index), lunar]
      })
    }),
  )
}

function isSame(one: LunarDay, other: LunarDay): boolean {
  return one.year === other.year && one.month === other.month && one.day === other.day && one.leap === other.leap
}

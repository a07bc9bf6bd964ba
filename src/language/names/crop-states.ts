import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'

/** What state a harvest is in, where its book tells no form by it: `ngô khô`, `thóc ướt`, `ngo giong NK66`. */
const ofPlants = phraseLexicon('khô, tươi, ướt, phơi khô, sấy khô, giống')
/** What an animal is kept for: `lon thit`, `gà giống`. */
const ofAnimals = phraseLexicon('thịt, giống, con, nái, đẻ')

/** The index behind a word for the state of the crop whose name ends before token `at`, or `at`. */
export function skipState(scan: Scan, at: number, isAnimal: boolean): number {
  return matchAt(isAnimal ? ofAnimals : ofPlants, scan.tokens, at)?.to ?? at
}

const onsets = 'b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x'.split(' ')
/** All rhymes of the language without their tones (from the rules of spelling taught in first grade). */
const rhymes = new Set(
  `a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
  i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong
  oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uân uâng uât uây uê uêch uên uênh uêu uơ uy uya uych
  uyên uyêt uyn uynh uyp uyt uyu uôi ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu uôp`.split(
    /\s+/,
  ),
)
const marks = /[\u0302\u0306\u031b]/gu
const tone = /[\u0300\u0301\u0303\u0309\u0323]/gu
const front = /^[eêiy]/u

/** Spelling: k, gh and ngh before e, ê, i and y, c, g and ng elsewhere; q with u, which is no vowel there. */
function fits(onset: string, rhyme: string): boolean {
  if (onset === 'k' || onset === 'gh' || onset === 'ngh') return front.test(rhyme)
  if (onset === 'c' || onset === 'ng') return !front.test(rhyme)
  if (onset === 'g') return !/^[eêy]/u.test(rhyme)
  if (onset === 'gi') return !/^[iy]/u.test(rhyme)
  if (onset === 'qu') return !/^[ouơư]/u.test(rhyme) || rhyme === 'ơ'
  return true
}

/** Here the i is the vowel, or y follows q and u. */
const special = new Set('gi gin giêng giêc giêt quyt quych quyên quyêt quynh'.split(' '))
/** The words with a double o; others that end so without accents are a Telex keyboard's ông and ôc. */
const doubled = new Set(['xoong', 'soong', 'goong', 'boong', 'moong', 'loong', 'noong', 'xooc', 'mooc', 'sooc'])

const bare = (word: string): string => word.normalize('NFD').replace(marks, '').replace('đ', 'd')

function shapesOfAll(): Set<string> {
  const shapes = new Set([...special, ...rhymes].map(bare))
  const ends = [...rhymes].map((rhyme) => ({ rhyme, end: bare(rhyme), isDouble: rhyme.startsWith('oo') }))
  for (const onset of onsets) {
    const start = bare(onset)
    for (const { rhyme, end, isDouble } of ends) if (fits(onset, rhyme) && !isDouble) shapes.add(start + end)
  }
  for (const word of doubled) shapes.add(word)
  return shapes
}

const shapes = shapesOfAll()

/** Whether unaccented lower-case letters have the shape of a Vietnamese syllable (onset, rhyme); not whether such a word exists. */
export function isSyllable(letters: string): boolean {
  return shapes.has(letters)
}

/** Whether lower-case letters with their accents can be a Vietnamese syllable: its spelling, one tone at most, and sắc or nặng before a stop. */
export function isAccentedSyllable(word: string): boolean {
  const parts = word.normalize('NFD')
  const tones = parts.match(tone) ?? []
  const spelled = parts.replace(tone, '').normalize('NFC')
  if (tones.length > 1 || !isSpelled(spelled)) return false
  return tones.length === 0 || !/(?:[cpt]|ch)$/u.test(spelled) || tones[0] === '\u0301' || tones[0] === '\u0323'
}

function isSpelled(word: string): boolean {
  if (special.has(word) || rhymes.has(word)) return true
  return onsets.some((onset) => {
    const rhyme = word.slice(onset.length)
    return word.startsWith(onset) && rhymes.has(rhyme) && fits(onset, rhyme)
  })
}

/** ngh and gh where spelling asks for ng and g, and ng where it asks for ngh. */
const otherOnset = /^(?:ngh(?![eêéèẻẽẹếềểễệiíìỉĩị])|gh(?![eêéèẻẽẹếềểễệiíìỉĩị])|ng(?=[êéèẻẽẹếềểễệíìỉĩị]))/u

/** A lower-case word with ngh for ng or gh for g as spelling asks (`nghô` ngô, `ngệ` nghệ), where that makes it a syllable; else the word itself. */
export function respell(word: string): string {
  if (word[0] !== 'n' && word[0] !== 'g') return word
  const onset = otherOnset.exec(word)?.[0]
  if (onset === undefined) return word
  const respelled = (onset === 'ng' ? 'ngh' : onset.slice(0, -1)) + word.slice(onset.length)
  return isSyllable(respelled) || isAccentedSyllable(respelled) ? respelled : word
}

import { linkProblem, strangeLinks } from '../links.ts'
import { leftOut } from '../parts.ts'
import type { Path, Report, Source } from './problems.ts'

/** Letters of other alphabets that look like ours, as they come in by copying: the plain one is what was meant. */
const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [...'аaеeоoрpсcуyхxіiѕsјjԁdһhАAВBЕEКKМMНHОOРPСCТTУYХXІIЅSЈJαaοoνvιiΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX'].flatMap(
    (char, index, all) => (index % 2 === 0 ? [[char, all[index + 1] ?? '']] : []),
  ),
)

/** ASCII and the letters of Vietnamese, which most texts have alone: they need no closer look. */
const PLAIN = /^[\n\r -~\u00c0-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9–—“”‘’…]*$/u

/**
 * Refuses what an SMS would leave out, as a GSM phone has no letter for it (3GPP TS 23.038), with the plain form where there is
 * one; and links that are not the operator's own. What is written for Zalo alone may hold any letter.
 * @param own domains of the operator
 */
export function checkWords(sources: readonly Source[], own: readonly string[], report: Report): void {
  for (const source of sources)
    for (const { path, text } of wordsIn(source.value)) {
      if (path.at(-1) !== 'zalo' && !PLAIN.test(text)) checkLetters(source, path, text, report)
      for (const strange of strangeLinks(text, own))
        report(placedAt(source, path, strange.link), path, linkProblem(strange))
    }
}

function checkLetters(source: Source, path: Path, text: string, report: Report): void {
  for (const char of leftOut(text)) {
    const form = LOOKALIKES[char]
    const said = /\p{L}|\p{S}|\p{P}|\p{N}/u.test(char)
      ? `"${char}"`
      : `U+${char.codePointAt(0)?.toString(16).padStart(4, '0')}`
    report(
      placedAt(source, path, char),
      path,
      form
        ? {
            vi: `tin SMS không gửi được ký tự ${said}, chữ của bảng chữ cái khác trông như "${form}": viết "${form}"`,
            en: `an SMS can't carry ${said}, a letter of another alphabet that looks like "${form}": write "${form}"`,
          }
        : {
            vi: `tin SMS không gửi được ký tự ${said}: bỏ đi hoặc viết bằng chữ, hay viết riêng hai câu sms: và zalo:`,
            en: `an SMS can't carry ${said}: leave it out or say it in words, or write two texts, sms: and zalo:`,
          },
    )
  }
}

/** The same source, its place being that of some words in a value, where they stand there as they are. */
const placedAt = (source: Source, path: Path, words: string): Source => ({
  ...source,
  at: () => source.find?.(path, words) ?? source.at(path),
})

/** Every text of a value, with its path; hashes of what a translation was made from are none. */
function* wordsIn(value: unknown, path: PropertyKey[] = []): Generator<{ path: Path; text: string }> {
  if (typeof value === 'string') yield { path, text: value }
  else if (Array.isArray(value)) for (const [index, each] of value.entries()) yield* wordsIn(each, [...path, index])
  else if (value !== null && typeof value === 'object')
    for (const [name, each] of Object.entries(value))
      if (name !== '_source' && name !== 'basis') yield* wordsIn(each, [...path, name])
}

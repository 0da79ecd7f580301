import type { Language } from './languages.ts'
import { toLatin } from './transliterate.ts'

const SERBIAN =
  'Овај назив не прејудицира ставове о статусу и у складу је са Резолуцијом Савета безбедности УН 1244 и Мишљењем Међународног суда правде о косовској декларацији о независности.'

/** What stands below a text that names Kosovo*, after an asterisk. English as published (0:L101). */
export const kosovoFootnotes: Readonly<Record<Language, string>> = {
  en: 'This designation is without prejudice to positions on status, and is in line with UNSCR 1244 and the ICJ Opinion on the Kosovo declaration of independence.',
  de: 'Diese Bezeichnung berührt nicht die Standpunkte zum Status und steht im Einklang mit der Resolution 1244 des VN-Sicherheitsrates und dem Gutachten des Internationalen Gerichtshofs zur Unabhängigkeitserklärung des Kosovos.',
  sq: 'Ky emërtim nuk paragjykon qëndrimet për statusin dhe është në përputhje me Rezolutën 1244 të Këshillit të Sigurimit të OKB-së dhe me Opinionin e Gjykatës Ndërkombëtare të Drejtësisë për shpalljen e pavarësisë së Kosovës.',
  mk: 'Оваа ознака не ги прејудицира ставовите за статусот и е во согласност со Резолуцијата 1244 на Советот за безбедност на ООН и со Мислењето на Меѓународниот суд на правдата за прогласувањето на независноста на Косово.',
  bs: 'Ovaj naziv ne prejudicira stavove o statusu i u skladu je s Rezolucijom Vijeća sigurnosti UN-a 1244 i Mišljenjem Međunarodnog suda pravde o kosovskoj deklaraciji o nezavisnosti.',
  hr: 'Ovim se nazivom ne dovode u pitanje stajališta o statusu te je on u skladu s Rezolucijom Vijeća sigurnosti UN-a 1244 i mišljenjem Međunarodnog suda o kosovskom proglašenju neovisnosti.',
  cnr: 'Ovaj naziv ne prejudicira stavove o statusu i u skladu je sa Rezolucijom Savjeta bezbjednosti UN 1244 i Mišljenjem Međunarodnog suda pravde o kosovskoj deklaraciji o nezavisnosti.',
  'sr-Cyrl': SERBIAN,
  'sr-Latn': toLatin(SERBIAN),
}

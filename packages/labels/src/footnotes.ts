import type { Language } from '@trm/domain'
import { toLatin } from './transliterate.ts'

const SERBIAN =
  'Овај назив не доводи у питање ставове о статусу и у складу је са Резолуцијом Савета безбедности Уједињених нација 1244 и мишљењем Међународног суда правде о проглашењу независности Косова.'

/**
 * What stands below a text that names Kosovo*, after an asterisk. English as published (0:L101), Serbian as
 * in the published text of the Arrangements regarding Regional Representation and Cooperation (2012).
 */
export const kosovoFootnotes: Readonly<Record<Language, string>> = {
  en: 'This designation is without prejudice to positions on status, and is in line with UNSCR 1244 and the ICJ Opinion on the Kosovo declaration of independence.',
  de: 'Diese Bezeichnung berührt nicht die Standpunkte zum Status und steht im Einklang mit der Resolution 1244 des VN-Sicherheitsrates und dem Gutachten des Internationalen Gerichtshofs zur Unabhängigkeitserklärung des Kosovos.',
  sq: 'Ky emërtim nuk paragjykon qëndrimet për statusin dhe është në përputhje me Rezolutën 1244 të Këshillit të Sigurimit të OKB-së dhe me Opinionin e Gjykatës Ndërkombëtare të Drejtësisë për shpalljen e pavarësisë së Kosovës.',
  mk: 'Оваа ознака не ги прејудицира ставовите за статусот и е во согласност со Резолуцијата 1244 на Советот за безбедност на ООН и со Мислењето на Меѓународниот суд на правдата за прогласувањето на независноста на Косово.',
  bs: 'Ovaj naziv ne dovodi u pitanje stavove o statusu i u skladu je s Rezolucijom Vijeća sigurnosti Ujedinjenih nacija 1244 i mišljenjem Međunarodnog suda pravde o proglašenju nezavisnosti Kosova.',
  hr: 'Ovim se nazivom ne dovode u pitanje stajališta o statusu te je on u skladu s Rezolucijom Vijeća sigurnosti Ujedinjenih naroda 1244 i mišljenjem Međunarodnog suda o proglašenju neovisnosti Kosova.',
  cnr: 'Ovaj naziv ne dovodi u pitanje stavove o statusu i u skladu je sa Rezolucijom Savjeta bezbjednosti Ujedinjenih nacija 1244 i mišljenjem Međunarodnog suda pravde o proglašenju nezavisnosti Kosova.',
  'sr-Cyrl': SERBIAN,
  'sr-Latn': toLatin(SERBIAN),
}

import { sectionNames } from '@trm/domain'

/**
 * What stands in every event, grant and clause as they are written here, by its code: its place in this list. The list
 * is part of the protocol: it is only ever added to, at its end, in a later version.
 */
export const WORDS: readonly string[] = [
  '{"alg":"Ed25519","typ":"trm-event+sd-jwt","kid":',
  '{"v":1,"jti":',
  ',"iss":"',
  '","case":',
  ',"type":"',
  '","tv":',
  ',"iat":',
  ',"occurred":"',
  '","facts":{',
  '},"sections":{"_sd":[',
  ']},"clauses":{"_sd":[',
  ']},"grants":{"_sd":[',
  ']},"_sd_alg":"sha-256"}',
  '",{"to":"',
  '","sections":[',
  '],"basis":{"kind":"consent","consent":',
  '],"basis":{"kind":"notice","about":',
  '],"basis":{"kind":"',
  ',"clause":"',
  '},"purpose":"',
  '","until":"',
  '","onward":false',
  '","onward":true',
  ',"seq":',
  ',"prev":',
  '",{"id":"',
  '","discloser":"',
  '","recipient":"',
  '","purposes":["',
  '"],"sections":[',
  '],"from":"',
  ...sectionNames.codes.map((name) => `"${name}"`),
]

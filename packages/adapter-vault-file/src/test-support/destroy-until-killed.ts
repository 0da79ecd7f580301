import { sayLine } from '@trm/testkit/say-line'
import { isCaseReference } from '@trm/kernel'
import { openFileVault } from '../vault.ts'
import { masterKey, newCase } from './vault-files.ts'

/**
 * Destroys the `identity` keys of the cases it is given, one after the other, and makes a new key
 * each time. Says `made` and `destroyed`, with the key's id, after the promise resolved.
 */
const [, , file = '', ...cases] = process.argv
const vault = await openFileVault({ file, masterKey })

for (const caseReference of cases.filter(isCaseReference)) {
  const { keyId } = await vault.currentSectionKey(newCase(), 'health')
  sayLine(`made ${keyId}`)
  for (const destroyed of await vault.destroySectionKeys(caseReference, 'identity'))
    sayLine(`destroyed ${destroyed}`)
}
process.stdin.resume()

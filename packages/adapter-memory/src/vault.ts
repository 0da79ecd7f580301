import { VaultError, type SectionKey, type Vault } from '@trm/ports'

/** Everything a memory vault remembers. */
export type VaultState = {
  /** By case and section. */
  readonly sectionKeys: Map<string, SectionKey>
  readonly secrets: Map<string, Uint8Array>
}

export function newVaultState(): VaultState {
  return { sectionKeys: new Map(), secrets: new Map() }
}

/**
 * A vault in memory, for tests. Two vaults on one state, one after the other, are a restart.
 */
export function memoryVault(state: VaultState = newVaultState()): Vault {
  const { sectionKeys, secrets } = state
  let closed = false

  /** Does the work at once, so that nothing is under way when the vault is closed. */
  function whileOpen<Answer>(work: () => Answer): Promise<Answer> {
    return closed ? Promise.reject(new VaultError('VAULT_CLOSED')) : Promise.resolve(work())
  }

  return {
    currentSectionKey: (caseReference, section) =>
      whileOpen(() => {
        const place = JSON.stringify([caseReference, section])
        const current = sectionKeys.get(place) ?? newSectionKey()
        sectionKeys.set(place, current)
        return { keyId: current.keyId, key: current.key.slice() }
      }),

    findSectionKey: (keyId) =>
      whileOpen(() =>
        sectionKeys
          .values()
          .find((candidate) => candidate.keyId === keyId)
          ?.key.slice(),
      ),

    destroySectionKeys: (caseReference, section) =>
      whileOpen(() => {
        const place = JSON.stringify([caseReference, section])
        const destroyed = sectionKeys.get(place)
        if (destroyed === undefined) return []
        destroyed.key.fill(0)
        sectionKeys.delete(place)
        return [destroyed.keyId]
      }),

    putSecret: (name, value) =>
      whileOpen(() => {
        secrets.set(name, value.slice())
      }),

    findSecret: (name) => whileOpen(() => secrets.get(name)?.slice()),

    destroySecret: (name) =>
      whileOpen(() => {
        secrets.get(name)?.fill(0)
        return secrets.delete(name)
      }),

    secretNames: () => whileOpen(() => [...secrets.keys()].sort()),

    close: () => {
      closed = true
      return Promise.resolve()
    },
  }
}

function newSectionKey(): SectionKey {
  return {
    keyId: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url'),
    key: crypto.getRandomValues(new Uint8Array(32)),
  }
}

import { vaultMutant, type VaultMutant } from './mutant.ts'

/** Broken promises about keys that are kept and keys that are gone. */
export const vaultMutants: readonly VaultMutant[] = [
  vaultMutant(
    'makes a new key every time',
    'makes a key of 32 bytes on first use and keeps it',
    (vault, state) => ({
      currentSectionKey: (caseReference, section) => {
        state.sectionKeys.delete(JSON.stringify([caseReference, section]))
        return vault.currentSectionKey(caseReference, section)
      },
    }),
  ),

  vaultMutant(
    'has one key for all sections of a case',
    'gives every section of every case a key of its own',
    (vault) => ({
      currentSectionKey: (caseReference) => vault.currentSectionKey(caseReference, 'any'),
    }),
  ),

  vaultMutant(
    'folds the case of section names',
    'gives every section of every case a key of its own',
    (vault) => ({
      currentSectionKey: (caseReference, section) =>
        vault.currentSectionKey(caseReference, section.toLowerCase()),
    }),
  ),

  vaultMutant(
    'makes two keys when two ask at once',
    'makes one key when many ask for the first at once',
    (vault, state) => ({
      currentSectionKey: async (caseReference, section) => {
        const place = JSON.stringify([caseReference, section])
        const isFirst = !state.sectionKeys.has(place)
        await Promise.resolve()
        if (isFirst) state.sectionKeys.delete(place)
        return vault.currentSectionKey(caseReference, section)
      },
    }),
  ),

  vaultMutant(
    'only says that it destroys',
    'destroys the keys of a section and names them',
    (_, state) => ({
      destroySectionKeys: (caseReference, section) => {
        const key = state.sectionKeys.get(JSON.stringify([caseReference, section]))
        return Promise.resolve(key === undefined ? [] : [key.keyId])
      },
    }),
  ),

  vaultMutant('destroys every section of the case', 'destroys nothing else', (vault, state) => ({
    destroySectionKeys: async (caseReference, section) => {
      const destroyed = await vault.destroySectionKeys(caseReference, section)
      for (const place of state.sectionKeys.keys())
        if (place.includes(caseReference)) state.sectionKeys.delete(place)
      return destroyed
    },
  })),

  vaultMutant(
    'uses a destroyed key again',
    'makes a new key after the old one is destroyed',
    (vault, state) => {
      const destroyed = new Map<string, string>()
      return {
        destroySectionKeys: async (caseReference, section) => {
          const keyIds = await vault.destroySectionKeys(caseReference, section)
          for (const keyId of keyIds) destroyed.set(JSON.stringify([caseReference, section]), keyId)
          return keyIds
        },
        currentSectionKey: async (caseReference, section) => {
          const place = JSON.stringify([caseReference, section])
          const keyId = destroyed.get(place)
          if (keyId !== undefined)
            state.sectionKeys.set(place, { keyId, key: new Uint8Array(32).fill(1) })
          return vault.currentSectionKey(caseReference, section)
        },
      }
    },
  ),

  vaultMutant(
    'hands out the key itself',
    'hands out copies: changing one changes nothing inside',
    (_, state) => ({
      findSectionKey: (keyId) =>
        Promise.resolve(
          state.sectionKeys.values().find((candidate) => candidate.keyId === keyId)?.key,
        ),
    }),
  ),

  vaultMutant(
    'brings destroyed keys back at a restart',
    'keeps and forgets keys across a restart',
    (vault, state) => {
      const everMade = new Map(state.sectionKeys)
      return {
        currentSectionKey: async (caseReference, section) => {
          const made = await vault.currentSectionKey(caseReference, section)
          everMade.set(JSON.stringify([caseReference, section]), made)
          return made
        },
        close: () => {
          for (const [place, key] of everMade) state.sectionKeys.set(place, key)
          return vault.close()
        },
      }
    },
  ),

  vaultMutant('keeps the first value of a secret', 'replaces an earlier value', (vault, state) => ({
    putSecret: async (name, value) => {
      if (!state.secrets.has(name)) await vault.putSecret(name, value)
    },
  })),

  vaultMutant('keeps the value it was given', 'takes and hands out copies', (_, state) => ({
    putSecret: (name, value) => {
      state.secrets.set(name, value)
      return Promise.resolve()
    },
  })),

  vaultMutant('lists names by code points', 'lists the names in code unit order', (vault) => ({
    secretNames: async () =>
      [...(await vault.secretNames())].sort((a, b) =>
        Buffer.compare(Buffer.from(a), Buffer.from(b)),
      ),
  })),

  vaultMutant(
    'always says that the secret was there',
    'destroys a secret and says whether it was there',
    (vault) => ({
      destroySecret: async (name) => {
        await vault.destroySecret(name)
        return true
      },
    }),
  ),

  vaultMutant(
    'stays open',
    'refuses every use after it is closed, and closes twice as once',
    () => ({ close: () => Promise.resolve() }),
  ),
]

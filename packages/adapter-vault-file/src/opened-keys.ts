import type { SectionKey } from '@trm/ports'

/**
 * Section keys that were opened a moment ago, since every event of a section asks for its key again. In memory
 * they are no more secret than the master key beside them; a destroyed one is wiped here, too.
 */
export type OpenedKeys = {
  find(keyId: string): Uint8Array | undefined
  /** The key of a section, by the hash that its row has. */
  findOf(sectionHash: string): SectionKey | undefined
  /** Keeps a copy. Only of what is durable: a key of a transaction that fails has never been. */
  keep(sectionHash: string, key: SectionKey): void
  wipe(sectionHash: string): void
  wipeAll(): void
}

const KEPT_MAX = 1_000

export function createOpenedKeys(keptMax = KEPT_MAX): OpenedKeys {
  const bySection = new Map<string, SectionKey>()
  const byId = new Map<string, SectionKey>()

  function wipe(sectionHash: string): void {
    const opened = bySection.get(sectionHash)
    if (opened === undefined) return
    opened.key.fill(0)
    bySection.delete(sectionHash)
    byId.delete(opened.keyId)
  }

  return {
    find: (keyId) => byId.get(keyId)?.key.slice(),
    findOf(sectionHash) {
      const opened = bySection.get(sectionHash)
      return opened === undefined ? undefined : copyOf(opened)
    },
    keep(sectionHash, key) {
      wipe(sectionHash)
      const kept = copyOf(key)
      bySection.set(sectionHash, kept)
      byId.set(kept.keyId, kept)
      const [oldest] = bySection.keys()
      if (bySection.size > keptMax && oldest !== undefined) wipe(oldest)
    },
    wipe,
    wipeAll() {
      for (const sectionHash of bySection.keys()) wipe(sectionHash)
    },
  }
}

function copyOf({ keyId, key }: SectionKey): SectionKey {
  return { keyId, key: key.slice() }
}

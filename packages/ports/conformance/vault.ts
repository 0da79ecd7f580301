import { describeCases } from './case.ts'
import type { VaultCase, VaultHarness } from './vault-harness.ts'
import { secretCases } from './vault-secrets.ts'
import { sectionKeyCases } from './vault-section-keys.ts'

/** Every promise of the vault port, each on its own. */
export const vaultCases: readonly VaultCase[] = [...sectionKeyCases, ...secretCases]

/** What every vault promises. An adapter is done when this passes; there are no options. */
export function vaultConformance(adapter: string, open: () => Promise<VaultHarness>): void {
  describeCases(`vault: ${adapter}`, vaultCases, open)
}

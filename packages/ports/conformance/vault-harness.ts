import { invariant, isCaseReference, type CaseReference } from '@trm/kernel'
import type { Vault } from '../src/index.ts'
import { conformanceCase, type ConformanceCase, type Harness } from './case.ts'

/** A vault for one case, empty when it is opened. */
export type VaultHarness = Harness & {
  readonly vault: Vault
  /** Closes the vault and opens it again on the same data, as a restart of the process does. */
  readonly reopen: () => Promise<Vault>
}

export type VaultCase = ConformanceCase<VaultHarness>

/** A case that needs nothing but the vault. */
export function vaultCase(name: string, check: (vault: Vault) => Promise<void>): VaultCase {
  return conformanceCase(name, ({ vault }) => check(vault))
}

/** A case reference that nobody else has. */
export function newCase(): CaseReference {
  const reference = `${crypto.randomUUID().replaceAll('-', '').slice(0, 21)}A`
  invariant(isCaseReference(reference), 'newCase: 128 bits in base64url')
  return reference
}

/** Bytes that differ from call to call. */
export function newBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}

export { openFileVault, type FileVaultOptions } from './vault.ts'

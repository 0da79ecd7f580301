export { backupFileVault, ERASURE_PROMISED_DAYS, restoreFileVault } from './backup.ts'
export { openFileVault, type FileVaultOptions } from './vault.ts'

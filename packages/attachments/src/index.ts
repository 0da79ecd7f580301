export { AttachmentError } from './attachment-error.ts'
export {
  openAttachmentStore,
  type AttachmentPlace,
  type AttachmentProgress,
  type AttachmentStore,
  type ChunkOutcome,
} from './attachment-store.ts'
export { forgettingVault } from './forgetting-vault.ts'
export type { Described, UploadFlaw } from './take-upload.ts'

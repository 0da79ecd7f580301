export {
  loadTrustLists,
  refreshTrustList,
  TrustListError,
  type TrustListSource,
} from './follow-trust-lists.ts'
export { directoryRoutes, type DirectoryOptions } from './routes.ts'
export { trustListFiles, type TrustListHistory } from './trust-list-history.ts'
export { createTrustedDirectory, type TrustedDirectory } from './trusted-directory.ts'
export { verifyTrustList, type PinnedRoot, type TrustListFailure } from './verify-trust-list.ts'
export { keepFollowing, type DirectoryFact } from './keep-following.ts'

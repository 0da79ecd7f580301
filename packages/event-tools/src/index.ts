export { copyStore, type Copied, type CopyFailure, type CopyOptions } from './copy-store.ts'
export { foldStream, type Fold, type Folded } from './fold-stream.ts'
export { createSnapshots, type Snapshot, type Snapshots } from './snapshots.ts'

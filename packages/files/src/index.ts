export { makeFolder, nameFolder } from './folders.ts'
export { groupCommit, type GroupCommit } from './group-commit.ts'
export { placeFile, type PlaceTaken } from './place-file.ts'
export { replaceFile } from './replace-file.ts'

export { makeFolder, nameFolder } from './folders.ts'
export { placeFile, type PlaceTaken } from './place-file.ts'
export { replaceFile } from './replace-file.ts'

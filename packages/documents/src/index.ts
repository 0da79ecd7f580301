export { catalogue } from './catalogue.ts'
export { generatedFiles, type GeneratedFile } from './generated-files.ts'

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { catalogue } from './catalogue.ts'
import { GENERATED_FOLDER, generatedFiles } from './generated-files.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const HELP = `npm run docs:domain          prints the catalogue of the domain
npm run docs:domain -- write   writes every document that is made from the code
`

// Who reads may have seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const [verb, ...more] = process.argv.slice(2)
if (more.length > 0 || (verb !== undefined && verb !== 'write')) {
  process.stderr.write(HELP)
  process.exitCode = 2
} else if (verb === 'write') {
  await rm(join(root, GENERATED_FOLDER), { recursive: true, force: true })
  for (const { path, text } of generatedFiles()) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  process.stdout.write(`${String(generatedFiles().length)} files written\n`)
} else {
  process.stdout.write(`${catalogue()}\n`)
}

import { writeFileSync } from 'node:fs'
import { glossary } from './glossary.ts'

// Writes schemas/glossary.md. The only file here that touches anything outside.
writeFileSync(new URL('../../../schemas/glossary.md', import.meta.url), glossary())

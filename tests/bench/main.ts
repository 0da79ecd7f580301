import { benchStore, runStoreChild } from './store/bench.ts'

const HELP = `npm run bench -- store [--quick]

  store    the event store beside plain SQLite, in the same run
  --quick  a tenth of everything: to see that it runs, not to quote
`

const [name, ...words] = process.argv.slice(2)
if (name === 'store') await benchStore({ isQuick: words.includes('--quick') })
else if (name === 'store-child') await runStoreChild(words)
else {
  process.stdout.write(HELP)
  process.exitCode = name === undefined ? 0 : 2
}

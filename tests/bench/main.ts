import { benchDecisions } from './decisions/bench.ts'
import { benchExchange, runExchangeChild } from './exchange/bench.ts'
import { benchStore, runStoreChild } from './store/bench.ts'

const HELP = `npm run bench -- store|decisions|exchange [--quick]

  store      the event store beside plain SQLite, in the same run
  decisions  decisions on disclosures in a world of 1,000 clauses
  exchange   deliveries to two recipients beside the same pipeline without security
  --quick    a part of everything: to see that it runs, not to quote
`

const [name, ...words] = process.argv.slice(2)
if (name === 'store') await benchStore({ isQuick: words.includes('--quick') })
else if (name === 'decisions') await benchDecisions({ isQuick: words.includes('--quick') })
else if (name === 'exchange') await benchExchange({ isQuick: words.includes('--quick') })
else if (name === 'exchange-child') await runExchangeChild(words)
else if (name === 'store-child') await runStoreChild(words)
else {
  process.stdout.write(HELP)
  process.exitCode = name === undefined ? 0 : 2
}

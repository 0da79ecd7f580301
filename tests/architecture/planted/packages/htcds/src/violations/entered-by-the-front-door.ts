import '../../../kernel/src/index.ts'

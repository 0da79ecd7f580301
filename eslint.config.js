// @ts-check
import eslint from '@eslint/js'
import vitest from '@vitest/eslint-plugin'
import node from 'eslint-plugin-n'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '.trm/',
      'schemas/',
      'tests/architecture/planted/',
      '.dependency-cruiser.cjs',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { n: node },
    rules: {
      'n/prefer-node-protocol': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSEnumDeclaration',
          message: 'Type stripping runs no enums: use a union of literals.',
        },
        {
          selector: 'ExportAllDeclaration',
          message: 'An index re-exports by name, so that its surface can be read.',
        },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      // Object types are aliases here, so that unions and records read alike; ports are interfaces.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Numbers and bigints print alike in every place.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: false, allowNullish: false, allowAny: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
      ],
      // `() => promise` in a place for `void` loses a rejection; in a place for a value it does not.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // The compiler looks for undefined names, in JavaScript with `@ts-check` as well.
      'no-undef': 'off',
      // Ports and services are plain objects made by functions; taking a method off one is safe.
      '@typescript-eslint/unbound-method': 'off',
      // An index signature says what the index is: `{ readonly [section: string]: … }`.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // noPropertyAccessFromIndexSignature wants the brackets that this rule would take away.
      '@typescript-eslint/dot-notation': 'off',
      // A port's method may be async by contract in an adapter that has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['packages/cli/**', 'infra/local/src/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts', 'packages/*/conformance/**', 'packages/testkit/**'],
    plugins: { vitest },
    rules: {
      'vitest/valid-expect': ['error', { maxArgs: 2 }],
      'vitest/no-focused-tests': 'error',
      'vitest/no-disabled-tests': 'error',
      'vitest/no-identical-title': 'error',
      'vitest/no-standalone-expect': 'off',
    },
  },
)

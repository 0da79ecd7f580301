import 'not-declared'

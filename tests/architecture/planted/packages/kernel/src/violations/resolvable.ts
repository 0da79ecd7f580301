import 'not-installed'

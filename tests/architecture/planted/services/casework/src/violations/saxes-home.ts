import 'saxes'

import 'csv-parse'

import '@trm/casework'

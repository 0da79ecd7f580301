import type { z } from 'zod'
import { degrees, group, line, telephone } from './members.ts'

/** Where something is. Countries are codes in an address for letters and free text in a history. */
export function place<Country extends z.ZodType>(country: Country) {
  return group({
    street: line(200).describe('Street and house number.'),
    postalCode: line(20).describe('Postal code.'),
    city: line(100).describe('City, town or village.'),
    state: line(100).describe('State, province or region.'),
    country: country.describe('Country.'),
    longitude: degrees(180).describe('Longitude in degrees, WGS 84.'),
    latitude: degrees(90).describe('Latitude in degrees, WGS 84.'),
  })
}

/** Somebody who works on the case or acts for the person, and how to reach them. */
export const contactPerson = group({
  name: line(200).describe('Name.'),
  role: line(100).describe('Role towards the person, or function.'),
  telephone: telephone.describe('Telephone number, E.164.'),
})

/**
 * Cities as phone networks write them in the place of a name, by the state or country behind them. Only a city with its own
 * state is one: `JOHN MA` and `AUSTIN LI` are people.
 */
const CITIES: Readonly<Record<string, string>> = {
  'fr france':
    'paris marseille lyon toulouse nice nantes montpellier strasbourg bordeaux lille rennes reims toulon grenoble dijon angers nimes',
  'gb uk england':
    'london birmingham manchester leeds sheffield bristol liverpool newcastle nottingham leicester',
  'de germany deutschland':
    'berlin hamburg munchen munich koln cologne frankfurt stuttgart dusseldorf leipzig dortmund essen bremen dresden',
  'es spain espana': 'madrid barcelona valencia sevilla zaragoza malaga bilbao',
  'it italy italia': 'roma rome milano milan napoli torino palermo genova bologna firenze',
  'pt portugal': 'lisboa lisbon porto',
  'nl netherlands nederland': 'amsterdam rotterdam utrecht eindhoven den_haag',
  'be belgium belgique': 'bruxelles brussels antwerpen gent liege',
  'ch switzerland suisse schweiz': 'zurich geneve geneva basel bern lausanne',
  'qc canada': 'montreal quebec laval gatineau',
  'on canada': 'toronto ottawa mississauga hamilton brampton london kitchener windsor',
  'bc canada': 'vancouver victoria surrey burnaby',
  'ab canada': 'calgary edmonton',
  'mb canada': 'winnipeg',
  'ny usa': 'new_york new_york_city brooklyn bronx buffalo rochester yonkers syracuse albany',
  'ca usa':
    'los_angeles san_diego san_jose san_francisco fresno sacramento long_beach oakland bakersfield anaheim santa_ana irvine',
  'il usa': 'chicago aurora naperville joliet',
  'tx usa': 'houston san_antonio dallas austin fort_worth el_paso arlington plano laredo lubbock irving',
  'az usa': 'phoenix tucson mesa scottsdale tempe',
  'pa usa': 'philadelphia pittsburgh allentown',
  'fl usa':
    'jacksonville miami tampa orlando st_petersburg hialeah tallahassee ft_lauderdale fort_lauderdale',
  'oh usa': 'columbus cleveland cincinnati toledo akron dayton',
  'nc usa': 'charlotte raleigh greensboro durham',
  'in usa': 'indianapolis fort_wayne',
  'wa usa': 'seattle spokane tacoma',
  'co usa': 'denver aurora colorado_springs boulder',
  'dc usa': 'washington',
  'ma usa': 'boston worcester springfield cambridge',
  'tn usa': 'nashville memphis knoxville chattanooga',
  'mi usa': 'detroit grand_rapids lansing ann_arbor',
  'ok usa': 'oklahoma_city tulsa',
  'or usa': 'portland salem eugene',
  'nv usa': 'las_vegas reno henderson',
  'ky usa': 'louisville lexington',
  'md usa': 'baltimore',
  'wi usa': 'milwaukee madison green_bay',
  'nm usa': 'albuquerque santa_fe',
  'ga usa': 'atlanta savannah augusta',
  'mo usa': 'kansas_city st_louis saint_louis springfield',
  'ne usa': 'omaha lincoln',
  'va usa': 'virginia_beach norfolk richmond alexandria',
  'mn usa': 'minneapolis saint_paul st_paul',
  'la usa': 'new_orleans baton_rouge',
  'nj usa': 'newark jersey_city trenton',
  'hi usa': 'honolulu',
  'ut usa': 'salt_lake_city',
  'al usa': 'birmingham montgomery huntsville',
};

const PLACES = new Set(
  Object.entries(CITIES).flatMap(([regions, cities]) =>
    cities
      .split(' ')
      .flatMap((city) => regions.split(' ').map((region) => `${city} ${region}`.replaceAll('_', ' '))),
  ),
);

/** @param words as `wordsOf` writes them */
export function isPlaceAsName(words: string): boolean {
  return PLACES.has(words);
}

/** A region of BLEnD and the language its people were asked in (spec blend, "Regions and languages"). */
export interface BlendRegion {
  /** As in the file names. */
  readonly id: string;
  readonly title: string;
  /** ISO 639 code of the local language. */
  readonly language: string;
  /** Alpha-3 code of the country the region is in, for maps; two regions can share none. */
  readonly country: string;
}

const table: readonly (readonly [id: string, title: string, language: string, country: string])[] = [
  ["UK", "United Kingdom", "en", "GBR"],
  ["US", "United States", "en", "USA"],
  ["South_Korea", "South Korea", "ko", "KOR"],
  ["North_Korea", "North Korea", "ko", "PRK"],
  ["China", "China", "zh", "CHN"],
  ["Spain", "Spain", "es", "ESP"],
  ["Mexico", "Mexico", "es", "MEX"],
  ["Indonesia", "Indonesia", "id", "IDN"],
  ["Algeria", "Algeria", "ar", "DZA"],
  ["Iran", "Iran", "fa", "IRN"],
  ["Greece", "Greece", "el", "GRC"],
  ["Ethiopia", "Ethiopia", "am", "ETH"],
  ["Assam", "Assam (India)", "as", "IND"],
  ["Northern_Nigeria", "Northern Nigeria", "ha", "NGA"],
  ["Azerbaijan", "Azerbaijan", "az", "AZE"],
  ["West_Java", "West Java (Indonesia)", "su", "IDN"],
];

export const blendRegions: readonly BlendRegion[] = Object.freeze(
  table.map(([id, title, language, country]) => Object.freeze({ id, title, language, country })),
);

export function blendRegion(id: string): BlendRegion | undefined {
  return blendRegions.find((region) => region.id === id);
}

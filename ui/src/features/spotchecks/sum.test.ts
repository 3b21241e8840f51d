import { describe, expect, it } from "vitest";
import { placesOf, readSum } from "./sum";

const read = (text: string, places = 2) => {
  const sum = readSum(text, places);
  return sum.is === "figure" ? sum.decimal : sum.is === "wrong" ? sum.problem : "empty";
};

describe("what a checker types as a figure", () => {
  it.each([
    ["670", "670.00"],
    ["670.5", "670.50"],
    ["670,5", "670.50"],
    ["400 + 270", "670.00"],
    ["400+270-0,01", "669.99"],
    ["-620", "-620.00"],
    ["−620 + 20", "-600.00"],
    ["1 200,50", "1200.50"],
    ["400 270", "400270.00"],
    ["1.200,50", "1200.50"],
    ["1,200.50", "1200.50"],
    ["1'200.50 + 1", "1201.50"],
    ["1,200,300", "1200300.00"],
    ["0", "0.00"],
    ["0,1 + 0,2", "0.30"],
    ["92233720368547758,07", "92233720368547758.07"],
  ])("reads %s as %s", (text, decimal) => expect(read(text)).toBe(decimal));

  it("is exact where floats are not", () => {
    expect(read(Array.from({ length: 1000 }, () => "0.10").join(" + "))).toBe("100.00");
    expect(read("90071992547409.93 + 0.01")).toBe("90071992547409.94");
  });

  it.each([
    ["", "empty"],
    ["  ", "empty"],
    ["four hundred", "unreadable"],
    ["400 +", "unreadable"],
    ["400 27", "unreadable"],
    ["4 * 100", "unreadable"],
    ["400 ++ 1", "unreadable"],
    ["1.2.3,4", "unreadable"],
    ["12,34,567", "unreadable"],
    ["1,200", "ambiguous"],
    ["1.200", "ambiguous"],
    ["0.005", "decimals"],
    ["670.1234", "decimals"],
    ["92233720368547758.08", "large"],
  ])("says of %j that it is %s", (text, problem) => expect(read(text)).toBe(problem));

  it("says where it stopped", () => {
    expect(readSum("400 + 1,200", 2)).toEqual({ is: "wrong", problem: "ambiguous", at: "1,200" });
    expect(readSum("400 + x", 2)).toEqual({ is: "wrong", problem: "unreadable", at: "+ x" });
  });

  it("keeps to the decimals of the currency", () => {
    expect(placesOf("EUR")).toBe(2);
    expect(placesOf("JPY")).toBe(0);
    expect(placesOf("KWD")).toBe(3);
    expect(placesOf("?")).toBe(2);
    expect(read("670", 0)).toBe("670");
    expect(read("1.200", 3)).toBe("1.200");
    expect(read("670.5", 0)).toBe("decimals");
  });

  it("counts what is added up", () => {
    expect(readSum("400 + 270", 2)).toMatchObject({ terms: 2, minor: 67000n });
  });
});

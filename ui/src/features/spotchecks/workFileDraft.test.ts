import { afterEach, describe, expect, it } from "vitest";
import { dropFileDraft, fileDraftOf, keepFileDraft } from "./workFileDraft";

const DRAFT = { amount: "400 + 27", steps: "", note: "page 3 is missing", evidence: ["/tmp/page.pdf"] };

afterEach(() => localStorage.clear());

describe("what was typed at an item of a work file", () => {
  it("is there again for this file and this item alone", () => {
    keepFileDraft("/media/a.work", "P-1", DRAFT);
    expect(fileDraftOf("/media/a.work", "P-1")).toEqual(DRAFT);
    expect(fileDraftOf("/media/a.work", "P-2")).toBeNull();
    expect(fileDraftOf("/media/b.work", "P-1")).toBeNull();
  });
  it("is gone once the answer is locked", () => {
    keepFileDraft("/media/a.work", "P-1", DRAFT);
    dropFileDraft("/media/a.work");
    expect(fileDraftOf("/media/a.work", "P-1")).toBeNull();
  });
  it.each(["{", "null", '{"item":"P-1"}', '{"item":"P-1","draft":{"amount":1}}'])(
    "is nothing where %s was kept",
    (text) => {
      localStorage.setItem("ballast.work-file:/media/a.work", text);
      expect(fileDraftOf("/media/a.work", "P-1")).toBeNull();
    },
  );
});

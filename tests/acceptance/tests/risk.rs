//! The risk map through the program: the worked example to all printed digits, what-if, proofs that expire.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use ballast_acceptance::{PLAIN, Workshop};
use serde_json::Value;

const RIDGE: &str = include_str!("ridge.toml");

fn ridge() -> Workshop {
    Workshop::with(RIDGE)
}

#[track_caller]
fn report(shop: &Workshop, more: &[&str]) -> Value {
    let words: Vec<&str> = ["risk"].into_iter().chain(more.iter().copied()).collect();
    shop.run(words).exits(0)
}

#[track_caller]
fn of<'a>(report: &'a Value, list: &str, id: &str) -> &'a Value {
    let found = report[list].as_array().unwrap().iter().find(|entry| entry["id"] == id);
    found.unwrap_or_else(|| panic!("{id} in {list}"))
}

/// The first member of each of its needs.
#[track_caller]
fn needs_of<'a>(report: &'a Value, component: &str) -> Vec<&'a str> {
    let groups = of(report, "components", component)["needs"].as_array().unwrap();
    groups.iter().map(|group| group["any_of"][0].as_str().unwrap()).collect()
}

/// A number rounded to as many digits as the text has.
#[track_caller]
fn reads(value: &Value, text: &str) {
    let number = value.as_f64().unwrap();
    let shown = if text.contains('e') {
        let digits = text.split('e').next().unwrap().split('.').nth(1).map_or(0, str::len);
        format!("{number:.digits$e}")
    } else {
        let digits = text.split('.').nth(1).map_or(0, str::len);
        format!("{number:.digits$}")
    };
    assert_eq!(shown, text);
}

#[track_caller]
fn sets(process: &Value) -> Vec<Vec<String>> {
    let list = process["cut_sets"].as_array().unwrap().iter();
    let mut sets: Vec<Vec<String>> = list
        .map(|set| {
            let mut names: Vec<String> =
                set.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect();
            names.sort();
            names
        })
        .collect();
    sets.sort_by_key(|set| (set.len(), set.clone()));
    sets
}

#[test]
fn the_worked_example_reads_to_all_digits() {
    let report = report(&ridge(), &[]);
    for (id, unavailability, annual) in [
        ("orders", "1.670824e-3", "6147.30"),
        ("ship", "3.417317e-3", "4789.71"),
        ("mail", "5.328797e-4", "280.08"),
    ] {
        let process = of(&report, "processes", id);
        reads(&process["unavailability"], unavailability);
        reads(&process["expected_annual_loss"], annual);
        assert!(process["cut_off"].is_null());
    }
    reads(&report["expected_annual_loss"], "11217.09");
    assert_eq!(
        sets(of(&report, "processes", "orders")),
        [
            vec!["aws"],
            vec!["dns"],
            vec!["shop"],
            vec!["ana", "pay-a"],
            vec!["pay-a", "pay-b"],
            vec!["pay-a", "switch:payments"],
            vec!["pay-a", "vault"],
        ]
    );
    assert_eq!(of(&report, "processes", "mail")["by_order"], serde_json::json!({ "1": 1, "2": 6, "3": 2 }));
    // Id, blast an hour, damage once, expected blast, removed if perfect.
    for (id, blast, once, expected, removed) in [
        ("dns", "480.00", "5760.00", "479.398", "1150.24"),
        ("erp", "160.00", "3840.00", "159.890", "3826.88"),
        ("aws", "420.00", "2520.00", "431.818", "1295.01"),
        ("shop", "580.00", "1740.00", "579.148", "3472.51"),
        ("pay-a", "0.00", "0.00", "227.426", "1363.62"),
        ("switch:payments", "0.00", "0.00", "0.263", "1151.38"),
        ("ana", "0.00", "0.00", "0.148", "108.84"),
    ] {
        let thing = of(&report, "components", id);
        assert_eq!(thing["blast_radius"]["per_hour"]["amount"], blast, "{id}");
        assert_eq!(thing["damage_once"]["amount"], once, "{id}");
        reads(&thing["expected_per_hour"], expected);
        reads(&thing["removed_if_perfect"], removed);
    }
    assert_eq!(report["single_points"], serde_json::json!(["dns", "erp", "aws", "shop"]));
}

#[test]
fn bundles_of_the_worked_example() {
    let shop = ridge();
    let report = report(&shop, &[]);
    for (option, saves, net) in [
        ("drill", "1036.24", "836.24"),
        ("move", "575.69", "275.69"),
        ("train", "96.35", "-53.65"),
        ("spare-erp", "3816.42", "2616.42"),
    ] {
        let alone =
            report["options"].as_array().unwrap().iter().find(|one| one["option"][0] == option).unwrap();
        reads(&alone["saves"], saves);
        reads(&alone["net"], net);
    }
    let best: Vec<(String, String)> = report["next_best"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bundle| {
            let names: Vec<&str> =
                bundle["option"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
            (bundle["cost"]["amount"].as_str().unwrap().to_owned(), names.join("+"))
        })
        .collect();
    for (cost, names) in [("200.00", "drill"), ("500.00", "drill+move"), ("1400.00", "drill+spare-erp")] {
        assert!(best.contains(&(cost.to_owned(), names.to_owned())), "{cost} {names} in {best:?}");
    }
    // Taken in a question, they change the answer by as much.
    let with = self::report(&shop, &["--with", "drill", "--with", "move"]);
    let before = report["expected_annual_loss"].as_f64().unwrap();
    let after = with["expected_annual_loss"].as_f64().unwrap();
    assert_eq!(format!("{:.2}", before - after), "2130.05");
}

#[test]
fn what_if_a_component_were_gone() {
    let shop = ridge();
    let report = report(&shop, &["--without", "aws"]);
    assert_eq!(report["down"], serde_json::json!(["orders"]));
    assert_eq!(report["down_per_hour"]["amount"], "420.00");
    // The cloud takes six hours: 6 x 420.
    let stopped = &of(&report, "processes", "orders")["stopped"];
    assert_eq!((&stopped["back_seconds"], &stopped["lost"]["amount"]), (&21_600.into(), &"2520.00".into()));
    // Two are gone and one is enough: it is back with the faster one.
    let lines = self::report(&shop, &["--without", "isp", "--without", "lte"]);
    assert_eq!(of(&lines, "processes", "ship")["stopped"]["back_seconds"], 3_600);
    // Both are needed: it waits for the slower one.
    let both = self::report(&shop, &["--without", "shop", "--without", "erp"]);
    assert_eq!(of(&both, "processes", "ship")["stopped"]["back_seconds"], 86_400);
    assert_eq!(of(&both, "processes", "orders")["stopped"]["back_seconds"], 10_800);
    let room = self::report(&shop, &["--without", "erp"]);
    assert_eq!(of(&room, "processes", "ship")["stopped"]["back_seconds"], 86_400);
    assert_eq!(of(&room, "processes", "orders")["stopped"], Value::Null);
    assert!(of(&report, "components", "pay-a")["down"].as_bool().unwrap());
    // Mail runs on its second provider now, so that each part of it is alone enough.
    let singles = of(&report, "processes", "mail")["single_points"].as_array().unwrap();
    assert!(singles.contains(&Value::from("mail-b")) && singles.contains(&Value::from("gcp")), "{singles:?}");
    let text = shop.speak(["risk", "--without", "aws"]);
    assert!(text.stdout.contains("Without aws: orders stops, 420.00 EUR an hour."), "{}", text.stdout);
    let error = shop.run(["risk", "--without", "azure"]).refuses(2, "unknown_id");
    assert!(error["allowed"].as_array().unwrap().contains(&Value::from("aws")), "{error}");
    shop.run(["risk", "--with", "nothing"]).refuses(2, "unknown_id");
}

#[test]
fn every_figure_opens_down_to_what_was_entered() {
    let shop = ridge();
    let loss = shop.run(["risk", "explain", "orders", "--figure", "annual_loss"]).exits(0);
    let text = loss["explanation"].to_string();
    for line in ["unavailability", "cut_set", "damage_per_hour", "outages_per_year", "outage_declared"] {
        assert!(text.contains(&format!("\"line\":\"{line}\"")), "{line} in {text}");
    }
    let thing = shop.run(["risk", "explain", "switch:payments", "--figure", "removed_if_perfect"]).exits(0);
    assert!(thing["explanation"].to_string().contains("on_demand_declared"), "{thing}");
    assert_eq!(thing["titles"]["switch:payments"], "payments");
    let wrong = shop.run(["risk", "explain", "orders", "--figure", "damage-once"]).refuses(2, "invalid_call");
    assert_eq!(wrong["params"]["found"], "damage-once");
    assert_eq!(wrong["allowed"], serde_json::json!(["exposure", "unavailability", "annual-loss"]));
    let wrong = shop.run(["risk", "explain", "orders", "--figure", "beauty"]).refuses(2, "invalid_call");
    assert_eq!(wrong["params"]["found"], "beauty");
    let wrong = shop.run(["risk", "explain", "nobody"]).refuses(2, "unknown_id");
    assert!(wrong["allowed"].as_array().unwrap().contains(&"switch:payments".into()), "{wrong}");
    // Twelve hours: orders 12 × 420, mail 12 × 60.
    let told = shop.speak(["risk", "explain", "dns"]).stdout;
    assert!(told.contains("5760.00 EUR, the sum of"), "{told}");
    assert!(told.contains("From the damage per hour: 5040.00 EUR, the product of"), "{told}");
}

#[test]
fn sums_of_all_processes_open() {
    let shop = ridge();
    let whole = report(&shop, &[]);
    let told = shop.run(["risk", "explain"]).exits(0)["explanation"].clone();
    assert_eq!(
        (&told["line"], &told["rule"], &told["of"]),
        (&"annual_loss".into(), &"sum".into(), &Value::Null)
    );
    assert_eq!(told["value"]["value"], whole["expected_annual_loss"]);
    assert_eq!(told["parts"].as_array().unwrap().len(), 3);
    let gone = shop.run(["risk", "explain", "--figure", "blast", "--without", "aws"]).exits(0);
    assert_eq!(gone["explanation"]["value"]["value"]["amount"], "420.00");
    let wrong = shop.run(["risk", "explain", "--figure", "probability"]).refuses(2, "invalid_call");
    assert_eq!(wrong["allowed"], serde_json::json!(["exposure", "annual-loss", "blast"]));
}

#[test]
fn a_failing_probe_counts_for_more_than_what_was_believed() {
    let dead = "\n[[provider_pair]]\nid = \"books\"\nprimary = \"erp\"\nbackup = \"shop\"\non_demand_failure = 0.05\n\
                probes = [{ name = \"line\", on = \"backup\", tcp = \"127.0.0.1:1\", every = \"1h\", timeout = \"1s\" }]\n";
    let shop = Workshop::with(&format!("{RIDGE}{dead}"));
    let chance = |report: &Value| of(report, "components", "switch:books")["probability"].clone();
    assert_eq!(chance(&report(&shop, &[])), 0.05);
    for _ in 0..3 {
        shop.run(["provider", "probe", "books"]);
    }
    assert_eq!(chance(&report(&shop, &[])), 1.0);
    let told = shop.run(["risk", "explain", "switch:books", "--figure", "probability"]).exits(0);
    assert_eq!(told["explanation"]["line"], "on_demand_blocked");
}

#[test]
fn one_failure_more_costs_only_what_still_runs() {
    let shop = ridge();
    let without = report(&shop, &["--without", "shop"]);
    // Orders and shipping stand still already; of what hangs on the name server only mail is left.
    let dns = of(&without, "components", "dns");
    assert_eq!(
        (&dns["damage_once"]["amount"], &dns["damage_more"]["amount"]),
        (&"7680.00".into(), &"720.00".into())
    );
    let whole = report(&shop, &[]);
    assert_eq!(of(&whole, "components", "dns")["damage_more"]["amount"], "5760.00");
    assert!(shop.speak(["risk", "--without", "shop"]).stdout.contains("mail; 720.00 EUR for one failure"));
}

#[test]
fn what_does_not_count_is_said() {
    let back = "\n[[provider_pair]]\nid = \"round\"\ntitle = \"And back\"\nprimary = \"pay-b\"\nbackup = \"pay-a\"\n\
                \n[[option]]\nid = \"idle\"\ntitle = \"Nothing at all\"\ncost_per_year = \"1.00\"\n\
                change = [{ remove = { to = \"erp\", need = \"shop\" } }]\n";
    let shop = Workshop::with(&format!("{RIDGE}{back}"));
    let told = report(&shop, &["--with", "idle"]);
    assert_eq!(told["uncounted_pairs"][0]["id"], "round");
    assert_eq!(told["idle_options"][0]["title"], "Nothing at all");
    let said = shop.speak(["risk", "--with", "idle"]).stdout;
    assert!(said.contains("Options that would change nothing as the map stands: Nothing at all"), "{said}");
    assert!(said.contains("And back is not counted"), "{said}");
}

#[test]
fn entries_are_confirmed_once_each_and_a_day_to_come_is_asked_about() {
    let file = RIDGE.replacen("id = \"erp\"\n", "id = \"erp\"\nconfirmed = 2099-01-01\n", 1);
    let shop = Workshop::with(&file);
    assert_eq!(of(&report(&shop, &[]), "components", "erp")["confirm_due"], true);
    let said = shop.speak(["risk", "confirm", "erp", "erp"]).stdout;
    assert!(said.contains("One entry is"), "{said}");
    assert_eq!(of(&report(&shop, &[]), "components", "erp")["confirm_due"], false);
}

#[test]
fn ranges_are_drawn_again_from_their_seed() {
    let wide = RIDGE.replacen(
        "id = \"erp\"\n",
        "id = \"erp\"\noutages_range = [0.2, 4.0]\noutage_range = [\"8h\", \"72h\"]\n",
        1,
    );
    let shop = Workshop::with(&wide);
    let draw = |seed: &str| shop.run(["risk", "ranges", "--draws", "500", "--seed", seed]).exits(0);
    let first = draw("7");
    assert_eq!(first, draw("7"));
    assert_ne!(first["total"], draw("8")["total"]);
    let ship = of(&first, "processes", "ship");
    let at = |name: &str| ship[name].as_f64().unwrap();
    assert!(at("p10") < at("p50") && at("p50") < at("p90"), "{ship}");
    assert_eq!(ship["title"], "ship");
    let said = shop.speak(["risk", "ranges", "--draws", "500", "--seed", "7"]).stdout;
    let heads = said.lines().filter(|line| line.contains("rank holds in")).count();
    assert_eq!(heads, 2, "processes and things are ranked among themselves: {said}");
    let orders = of(&first, "processes", "orders");
    assert_eq!(orders["p10"], orders["p90"], "nothing of it has a range");
    shop.run(["risk", "ranges", "--draws", "0"]).refuses(2, "invalid_call");
    shop.run(["risk", "ranges", "--draws", "100001"]).refuses(2, "invalid_call");
}

#[test]
fn the_map_as_a_fault_tree_gives_the_same_numbers() {
    let shop = ridge();
    let file = shop.at("ridge.xml");
    let path = file.to_str().unwrap();
    shop.run(["risk", "export", path]).exits(0);
    let tops = shop.run(["risk", "model", path]).exits(0)["tops"].clone();
    let top = tops.as_array().unwrap().iter().find(|top| top["id"] == "orders_stops").unwrap();
    assert_eq!(top["cut_sets"], 7);
    reads(&top["probability"], "1.670824e-3");
    let there = shop.run(["risk", "export", path]).refuses(2, "target_not_empty");
    assert!(there["hint"].as_str().unwrap().contains("--overwrite"), "{there}");
    shop.run(["risk", "export", path, "--overwrite"]).exits(0);
    Workshop::with("").run(["risk", "export", path, "--overwrite"]).refuses(1, "not_yet");
    let circle = RIDGE.replacen("id = \"aws\"\n", "id = \"aws\"\nneeds = [\"pay-b\"]\n", 1);
    let error =
        Workshop::with(&circle).run(["risk", "export", path, "--overwrite"]).refuses(2, "not_supported");
    assert!(error["message"].as_str().unwrap().contains("aws_down"), "{error}");
}

#[test]
fn an_expired_proof_raises_the_exposure_the_same_minute() {
    let file = format!(
        "{}\n[[process]]\nid = \"books\"\ndamage_per_hour = \"3600.00\"\nworst_case_outage = \"24h\"\nneeds = [\"data\"]\n\n\
         [[component]]\nid = \"data\"\nkind = \"data\"\noutages_per_year = 1.0\noutage = \"12h\"\n",
        PLAIN.replace("source = {", "protects = [\"data\"]\nproof_valid_for = \"8d\"\nsource = {")
    );
    let mut shop = Workshop::simulated("2026-06-01T08:00:00Z", &file);
    ballast_acceptance::files::fill(&shop.at("source"), 1, 3, 500);
    shop.back_up("files");
    let untested = report(&shop, &[]);
    assert_eq!(of(&untested, "processes", "books")["exposure"]["amount"], "43200.00");
    assert_eq!(of(&untested, "components", "data")["proof"], "untested");
    let proof = &untested["next_proofs"][0];
    assert_eq!((&proof["control"]["id"], &proof["at_most"]), (&"files".into(), &true.into()), "{proof}");
    shop.verify("files", "recovery");
    let proven = report(&shop, &[]);
    let books = of(&proven, "processes", "books");
    assert_eq!(of(&proven, "components", "data")["proof"], "proven");
    assert!(books["exposure"]["amount"].as_str().unwrap().parse::<f64>().unwrap() < 100.0, "{books}");
    assert!(
        proven["expected_annual_loss"].as_f64().unwrap() < untested["expected_annual_loss"].as_f64().unwrap()
    );
    assert_eq!(proven["next_proofs"], serde_json::json!([]), "nothing is left to prove");

    shop.clock("2026-06-09T07:59:00Z");
    assert_eq!(of(&report(&shop, &[]), "components", "data")["proof"], "proven");
    shop.clock("2026-06-09T08:05:00Z");
    let expired = report(&shop, &[]);
    assert_eq!(of(&expired, "components", "data")["proof"], "expired");
    assert_eq!(of(&expired, "processes", "books")["exposure"]["amount"], "43200.00");
    let next = &expired["next_proofs"][0];
    assert_eq!((&next["control"]["id"], &next["at_most"]), (&"files".into(), &false.into()), "{next}");
}

#[test]
fn what_a_map_cannot_hold_is_refused_with_its_place() {
    let shop = Workshop::with(RIDGE);
    let before = shop.export();
    for (from, to, problem) in [
        (
            "need = 1 }]\n\n[[process]]\nid = \"ship\"",
            "need = 3 }]\n\n[[process]]\nid = \"ship\"",
            "out_of_range",
        ),
        ("[\"isp\", \"lte\"]", "[]", "empty_choice"),
        ("[\"isp\", \"lte\"]", "[\"isp\", \"isp\"]", "member_twice"),
        ("[\"isp\", \"lte\"]", "[\"isp\", \"fibre\"]", "dangling"),
        ("damage_per_hour = \"160.00\"", "damage_per_hour = \"-160.00\"", "not_money"),
        ("on_demand_failure = 0.05", "on_demand_failure = 1.5", "out_of_range"),
        ("from = \"aws\", with = \"gcp\"", "from = \"aws\", with = \"moon\"", "dangling"),
        ("cost_per_year = \"300.00\"", "cost_per_year = \"three\"", "not_money"),
        ("{ set = {", "{ sit = {", "unknown_key"),
        ("id = \"move\"", "id = \"dns\"", "duplicate_id"),
        ("id = \"erp\"\n", "id = \"erp\"\noutages_range = [2.0, 3.0]\n", "not_a_range"),
        ("outages_per_year = 1.0", "outages_per_year = 1e308", "out_of_range"),
        ("id = \"ship\"\n", "id = \"ship\"\nkept = \"140%\"\n", "not_a_percentage"),
        (
            "id = \"gcp\"\nkind = \"cloud\"\noutages_per_year = 0.4\n",
            "id = \"gcp\"\nkind = \"cloud\"\noutages_range = [0.1, 3.0]\n",
            "missing",
        ),
        ("outage = \"5h\"\n", "outage_range = [\"1h\", \"9h\"]\n", "missing"),
        ("on_demand_failure = 0.05", "outage = \"1h\"", "dangling"),
        (", on_demand_failure = 0.05", "", "one_of"),
        ("id = \"ship\"\n", "id = \"ship\"\nloss = [{ penalty = \"5.00\" }]\n", "one_of"),
    ] {
        assert!(RIDGE.contains(from), "{from}");
        let file = format!("[workspace]\nname = \"Test\"\n\n{}", RIDGE.replacen(from, to, 1));
        fs::write(shop.at("bad.toml"), file).unwrap();
        let error = shop.run(["apply", shop.at("bad.toml").to_str().unwrap()]).refuses(2, "invalid_file");
        assert_eq!(error["params"]["problem"], problem, "{to}: {error}");
        assert!(error["where"]["line"].as_u64().unwrap() > 1, "{error}");
    }
    assert_eq!(shop.export(), before, "nothing was applied");
}

#[test]
fn the_map_exports_to_itself_with_everything_in_it() {
    let full = RIDGE
        .replacen(
            "id = \"ship\"\n",
            "id = \"ship\"\ndamage_range = [\"100.00\", \"240.00\"]\nkept = \"25%\"\ndegraded = \"By hand\"\n\
             loss = [{ per_hour = \"10.00\" }, { after = \"4h\", per_hour = \"90.00\" }, \
             { deadline = \"0 12 28 * *\", after = \"48h\", penalty = \"600.00\" }, \
             { per_record = \"0.50\", records_per_hour = 40.0 }]\nconfirmed = 2026-03-01\n",
            1,
        )
        .replacen(
            "id = \"erp\"\n",
            "id = \"erp\"\noutages_range = [0.5, 2.0]\noutage_range = [\"8h\", \"48h\"]\nrecovery_needs = [\"ana\"]\n\
             confirmed = 2026-03-01\n",
            1,
        )
        .replacen("id = \"ana\"\n", "id = \"ana\"\nrecovery_needs = []\n", 1);
    let shop = Workshop::with(&full);
    let exported = shop.export();
    fs::write(shop.at("again.toml"), &exported).unwrap();
    let applied = shop.run(["apply", shop.at("again.toml").to_str().unwrap()]).exits(0);
    assert_eq!((&applied["created"], &applied["changed"]), (&serde_json::json!([]), &serde_json::json!([])));
    let report = report(&shop, &[]);
    let ship = of(&report, "processes", "ship");
    assert_eq!((&ship["kept"], &ship["degraded"]), (&0.25.into(), &"By hand".into()));
    // (160 + 10 + 90) x 0.75
    assert_eq!(ship["rate"]["amount"], "195.00");
    assert_eq!(report["black_start"]["recoverable"], serde_json::json!(["erp", "ana"]));
}

const BACKSTAGE: &str = r"apiVersion: backstage.io/v1alpha1
kind: System
metadata:
  name: checkout
  title: Checkout
spec:
  owner: group:default/shop-team
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: shop-web }
spec:
  type: website
  system: checkout
  dependsOn: [resource:orders-db, component:default/gone]
  consumesApis: [payments-api, api:default/weather]
---
kind: Component
metadata: { name: payments }
spec: { type: service, providesApis: [payments-api], dependsOn: [component:Branch/payments] }
---
kind: Component
metadata: { name: Payments, namespace: branch, title: Payments of the branch }
spec: { type: service }
---
kind: Component
metadata: { name: card-form }
spec: { type: service, subcomponentOf: PAYMENTS }
---
kind: Resource
metadata: { name: disk }
spec: { type: volume, dependencyOf: [Resource:default/Orders-DB] }
---
kind: Component
metadata: { name: colours }
spec: { type: library }
---
kind: Resource
metadata: { name: orders-db }
spec: { type: database }
---
kind: API
metadata: { name: payments-api }
---
kind: API
metadata: { name: weather }
---
kind: Group
metadata: { name: shop-team }
---
just: text
---
";

#[test]
fn a_catalogue_of_backstage_becomes_a_map() {
    let shop = Workshop::with("");
    fs::write(shop.at("catalog-info.yaml"), BACKSTAGE).unwrap();
    let file = shop.at("catalog-info.yaml");
    let file = file.to_str().unwrap();
    let before = shop.export();
    let plan = shop.run(["risk", "import", file, "--dry-run"]).exits(0);
    assert_eq!((&plan["applied"], shop.export()), (&false.into(), before));
    let told: Vec<(&str, &str)> = plan["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|left| (left["reason"].as_str().unwrap(), left["what"].as_str().unwrap()))
        .collect();
    for wanted in [
        ("no_damage", "system:checkout"),
        ("missing_target", "component:shop-web → component:gone"),
        ("unknown_kind", "Component colours"),
        ("unknown_kind", "Group shop-team"),
    ] {
        assert!(told.contains(&wanted), "{wanted:?} in {told:?}");
    }
    shop.run(["risk", "import", file]).exits(0);
    let report = report(&shop, &[]);
    assert_eq!(needs_of(&report, "shop-web"), ["orders-db", "payments", "weather"]);
    assert_eq!(of(&report, "components", "orders-db")["kind"], "data");
    let checkout = of(&report, "processes", "checkout");
    assert_eq!((&checkout["title"], &checkout["owner"]), (&"Checkout".into(), &"shop-team".into()));
    assert_eq!(checkout["needs"][0]["any_of"][0], "shop-web");
    // Said the other way round, in another namespace, with capital letters; a document without anything in it.
    assert_eq!(needs_of(&report, "orders-db"), ["disk"]);
    assert_eq!(needs_of(&report, "payments"), ["payments-2", "card-form"]);
    assert_eq!(of(&report, "components", "payments-2")["title"], "Payments of the branch");
    assert_eq!(told.iter().filter(|(reason, _)| *reason == "no_id").count(), 1, "{told:?}");
    // A second time there is nothing new.
    let again = shop.run(["risk", "import", file]).exits(0);
    assert_eq!((&again["applied"], again["known"].as_array().unwrap().len()), (&false.into(), 8));
}

#[test]
fn a_table_becomes_a_map_and_mistakes_have_their_line() {
    let shop = Workshop::with("");
    let table = "id;kind;needs;damage_per_hour;worst_case_outage;outages_per_year;outage\n\
                 sales;process;desk 1:line|mobile;120.00;12h;;\n\
                 desk;system;;;;1.5;4h\nline;network;;;;4;2h\nmobile;network;;;;2;1h\nyacht;boat;;;;;\n";
    let write = |text: &str| fs::write(shop.at("map.csv"), text).unwrap();
    write(table);
    let file = shop.at("map.csv");
    let file = file.to_str().unwrap();
    let done = shop.run(["risk", "import", file]).exits(0);
    assert_eq!(done["left_out"][0]["reason"], "unknown_kind");
    let report = report(&shop, &[]);
    assert_eq!(of(&report, "processes", "sales")["single_points"], serde_json::json!(["desk"]));
    assert_eq!(of(&report, "processes", "sales")["by_order"], serde_json::json!({ "1": 1, "2": 1 }));
    let before = shop.export();
    for (from, to, problem, line) in [
        ("needs;", "neds;", "unknown_key", 1),
        ("desk;system", "Desk!;system", "not_an_id", 3),
        ("line;network;;;;4;2h", "line;network;;;;4;2 hours", "not_a_duration", 4),
        ("line;network", "desk;network", "duplicate_id", 4),
        ("mobile;network;;;;2;1h", "mobile;network;;;;2", "not_a_table", 5),
        ("mobile;network;;;;2;1h", "mobile;network;;;;-2;1h", "not_a_number", 5),
        ("1:line|mobile", "3:line|mobile", "out_of_range", 2),
        ("1:line|mobile", "0:line|mobile", "out_of_range", 2),
        ("1:line|mobile", "line | | mobile", "out_of_range", 2),
        ("id;kind;", "id;sort;", "unknown_key", 1),
        ("worst_case_outage;outages_per_year", "worst_case_outage;outage", "not_a_table", 1),
        ("120.00", "120,00", "not_money", 2),
        ("120.00", "-1.00", "not_money", 2),
        ("mobile;network", "\"mobile;network", "not_a_table", 5),
    ] {
        assert!(table.contains(from));
        write(&table.replacen(from, to, 1));
        let error = shop.run(["risk", "import", file]).refuses(2, "invalid_file");
        assert_eq!(
            (&error["params"]["problem"], &error["where"]["line"]),
            (&problem.into(), &line.into()),
            "{error}"
        );
    }
    // What would be refused is refused when it is only shown, too.
    write(&table.replacen("120.00", "1e5", 1));
    shop.run(["risk", "import", file, "--dry-run"]).refuses(2, "invalid_file");
    // A mark for inches opens nothing.
    write("id,title,kind\ndesk,12\" desk,system\n");
    shop.run(["risk", "import", file, "--dry-run"]).exits(0);
    fs::write(shop.at("map.json"), "[]").unwrap();
    let error =
        shop.run(["risk", "import", shop.at("map.json").to_str().unwrap()]).refuses(2, "invalid_call");
    assert!(error["allowed"].to_string().contains(".csv"), "{error}");
    // Of a table from Excel the lines are counted alike.
    write(&table.replacen("mobile;network;;;;2;1h", "mobile;network;;;;2;1 hour", 1).replace('\n', "\r\n"));
    let error = shop.run(["risk", "import", file]).refuses(2, "invalid_file");
    assert_eq!(error["where"]["line"], 5);
    fs::write(shop.at("map.csv"), [0xff, 0xfe, 0x00]).unwrap();
    shop.run(["risk", "import", file]).refuses(2, "invalid_file");
    fs::write(shop.at("map.csv"), vec![b'a'; 5 << 20]).unwrap();
    shop.run(["risk", "import", file]).refuses(2, "invalid_call");
    shop.run(["risk", "import", "gone.csv"]).refuses(3, "io");
    assert_eq!(shop.export(), before);
}

#[test]
fn what_is_shared_is_one_cause_until_somebody_denies_it() {
    let line = |id: &str, cloud: &str| {
        format!(
            "[[component]]\nid = \"{id}\"\nkind = \"provider\"\noutages_per_year = 10.0\noutage = \"10h\"\n\
             shares = {{ cloud = \"{cloud}\" }}\n\n"
        )
    };
    // Long values do not run into each other, and spelling makes no difference.
    let long = "x".repeat(80);
    let file = format!(
        "[[process]]\nid = \"p\"\ndamage_per_hour = \"100.00\"\nworst_case_outage = \"1d\"\n\
         needs = [{{ any_of = [\"a\", \"b\", \"c\"], need = 1 }}, {{ any_of = [\"d\", \"e\"], need = 1 }}]\n\n\
         {}{}{}{}{}\n[[provider_pair]]\nid = \"de\"\nprimary = \"d\"\nbackup = \"e\"\non_demand_failure = 0.0\n",
        line("a", "AWS"),
        line("b", "aws"),
        line("c", "Aws"),
        line("d", &long),
        line("e", &long)
    );
    let shop = Workshop::with(&file);
    let causes = |report: &Value| -> Vec<Value> {
        let all = report["components"].as_array().unwrap();
        all.iter().filter(|thing| thing["kind"] == "common_cause").cloned().collect()
    };
    let before = report(&shop, &[]);
    assert_eq!(causes(&before).len(), 2, "{:#?}", causes(&before));
    let together = before["fails_together"].as_array().unwrap();
    let aws = together.iter().find(|one| one["members"] == serde_json::json!(["a", "b", "c"])).unwrap();
    assert_eq!((&aws["likely"], &aws["beats"]), (&true.into(), &serde_json::json!(["p"])));
    // 100 / 8860 is how often one is down; a tenth of it takes all.
    let shared = causes(&before).into_iter().find(|one| one["title"] == "cloud: AWS").unwrap();
    assert!((shared["probability"].as_f64().unwrap() - 10.0 / 8860.0).abs() < 1e-12, "{shared}");

    let fate = format!("cloud:{long}");
    shop.run(["provider", "shared", "de", &fate, "--no", "--as", "Mara"]).exits(0);
    let after = report(&shop, &[]);
    assert_eq!(causes(&after).len(), 1);
    assert!(after["fails_together"].as_array().unwrap().iter().all(|one| one["value"] != long.as_str()));
    assert!(after["expected_annual_loss"].as_f64() < before["expected_annual_loss"].as_f64());
}

//! The words of `ballast spotcheck`.

use ballast_engine::contract::PlanMethod;
use clap::Subcommand;
use jiff::civil::Date;

fn method(text: &str) -> Result<PlanMethod, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| "hypergeometric, binomial, poisson, monetary-unit".to_owned())
}

#[derive(Debug, Subcommand)]
pub(crate) enum SpotcheckCommand {
    /// Every spot check with its newest round
    List,
    /// How many items it takes to say that at most so many are wrong
    ///
    /// Needs no workspace. Without --population the binomial size, which is enough for any.
    Plan {
        /// Items of the list
        #[arg(long, value_name = "N")]
        population: Option<u64>,
        /// How sure the answer is, one-sided [default: 95%]
        #[arg(long, value_name = "RATE")]
        confidence: Option<String>,
        /// The share of wrong items that is still acceptable
        #[arg(long, value_name = "RATE")]
        tolerable: String,
        /// The share of wrong items that the sample is to bear
        #[arg(long, value_name = "RATE")]
        expected: Option<String>,
        /// hypergeometric, binomial, poisson, or monetary-unit for rates of value
        #[arg(long, value_parser = method)]
        method: Option<PlanMethod>,
    },
    /// What a sample says about the whole: wrong items, or the taints of drawn units of value
    ///
    /// Needs no workspace. A taint is (paid - correct) / paid, one for each drawn unit that was wrong.
    #[command(group(clap::ArgGroup::new("found").required(true).args(["errors", "taints"])))]
    Bound {
        /// Items of the list
        #[arg(long, value_name = "N")]
        population: Option<u64>,
        /// Items, or units of value, that were looked at
        #[arg(long, value_name = "N")]
        sample: u64,
        /// Wrong items among them
        #[arg(long, value_name = "K")]
        errors: Option<u64>,
        /// Taints, with commas between them: --taints=-0.16,0.04
        #[arg(long, value_name = "T,T", value_delimiter = ',', allow_hyphen_values = true)]
        taints: Option<Vec<f64>>,
        /// How sure the limits are, each one-sided [default: 95%]
        #[arg(long, value_name = "RATE")]
        confidence: Option<String>,
        /// hypergeometric, binomial or poisson; for taints stringer-binomial, stringer-poisson, cox-snell or moment
        #[arg(long, value_name = "METHOD")]
        method: Option<String>,
    },
    /// Freeze the list and the plan; with a seed, draw the sample
    ///
    /// Without --seed the list is frozen and the plan is laid down, nothing more: then throw dice. With --seed the
    /// sample is drawn from what was frozen; where nothing waits for a seed, it is frozen first.
    Draw {
        id: String,
        /// Twenty thrown digits, or any number that nobody could know when the list was frozen
        #[arg(long, value_name = "SEED")]
        seed: Option<String>,
        /// Who entered the seed; twice for two people
        #[arg(long = "as", value_name = "WHO", requires = "seed")]
        people: Vec<String>,
        /// The day that dated file names stand for [default: today]
        #[arg(long, value_name = "DATE", conflicts_with = "seed")]
        day: Option<Date>,
    },
    /// The frozen list, its hash, the seed and the sample of a round
    Show {
        id: String,
        /// Else the newest
        #[arg(long, value_name = "N")]
        round: Option<u64>,
    },
    /// Draw again from the frozen list and compare; read the list again too, while the round is open
    Verify { id: String },
    /// The tickets of ids under a seed, as anybody can work them out
    Tickets {
        #[arg(long, value_name = "SEED")]
        seed: String,
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
}

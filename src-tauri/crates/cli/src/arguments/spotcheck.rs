//! The words of `ballast spotcheck`.

use ballast_engine::contract::{Cause, PlanMethod};
use clap::{Args, Subcommand};
use jiff::civil::Date;

fn method(text: &str) -> Result<PlanMethod, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| "hypergeometric, binomial, poisson, monetary-unit".to_owned())
}

fn cause(text: &str) -> Result<Cause, String> {
    let causes = "rate-table, split, clawback, cut-off-date, currency-or-rounding, duplicate, data-entry, checkers-mistake, other";
    serde_json::from_value(serde_json::Value::String(text.replace('-', "_"))).map_err(|_| causes.to_owned())
}

/// What somebody found: a figure, or why there is none.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct FoundArguments {
    /// What should have been paid: an amount, or a sum such as "400 + 270"
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub amount: Option<String>,
    /// Nothing supports that anything was due
    #[arg(long)]
    pub not_supported: bool,
    /// The payout or its papers cannot be found
    #[arg(long)]
    pub missing: bool,
    /// Cannot be told; counts as wrong until somebody decides
    #[arg(long)]
    pub cannot_determine: bool,
}

/// An answer with what shows it.
#[derive(Debug, Args)]
pub(crate) struct AnswerArguments {
    #[command(flatten)]
    pub found: FoundArguments,
    /// How the figure was worked out
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub steps: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
    /// A paper, a picture, a table that shows it; again for each
    #[arg(long = "attach", value_name = "FILE")]
    pub evidence: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PersonCommand {
    /// Who is named in what is set up, and who has a passphrase
    List,
    /// Choose a passphrase, by which later acts are known to be yours
    #[command(
        after_help = "Without a terminal the new one is read from BALLAST_NEW_PASSPHRASE, and the one that holds \
                            from BALLAST_PASSPHRASE."
    )]
    Passphrase { person: String },
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
    /// Where a spot check stands: who has how much to do, what is disputed, what came out
    Status {
        id: String,
        /// Else the newest
        #[arg(long, value_name = "N")]
        round: Option<u64>,
    },
    /// The next item of a person, without what the system paid
    Next {
        id: String,
        #[arg(long = "as", value_name = "WHO")]
        person: String,
    },
    /// Lock what you found for an item; then what the system paid is shown
    Answer {
        id: String,
        item: String,
        #[arg(long = "as", value_name = "WHO")]
        person: String,
        #[command(flatten)]
        answer: AnswerArguments,
    },
    /// Say more about an item you have answered; the answer stays as it was
    Remark {
        id: String,
        item: String,
        #[arg(long = "as", value_name = "WHO")]
        person: String,
        /// rate-table, split, clawback, cut-off-date, currency-or-rounding, duplicate, data-entry, checkers-mistake, other
        #[arg(long, value_parser = cause)]
        cause: Option<Cause>,
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
        /// What the figure should have been
        #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
        corrected: Option<String>,
    },
    /// Decide what an item counts as, once everybody has answered; earlier decisions stay on record
    Resolve {
        id: String,
        item: String,
        #[arg(long = "as", value_name = "WHO")]
        person: String,
        #[command(flatten)]
        found: FoundArguments,
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// rate-table, split, clawback, cut-off-date, currency-or-rounding, duplicate, data-entry, checkers-mistake, other
        #[arg(long, value_parser = cause)]
        cause: Option<Cause>,
        /// The cause works in other payouts too: all it may have reached must be checked
        #[arg(long, requires = "cause")]
        systematic: bool,
    },
    /// Work out what the answers say about the whole list
    Evaluate { id: String },
    /// Payouts of the newest round that a rule takes, for the full check of a systematic cause
    Reach {
        id: String,
        /// A rule as in always, such as "amount > 0"
        #[arg(long = "where", value_name = "RULE")]
        rule: String,
    },
    /// Record that everything a systematic cause may have reached was looked at
    CloseCause {
        id: String,
        #[arg(long = "as", value_name = "WHO")]
        person: String,
        #[arg(long, value_parser = cause)]
        cause: Cause,
        /// Payouts that were looked at
        #[arg(long, value_name = "N")]
        checked: u64,
        /// Wrong ones among them
        #[arg(long, value_name = "N")]
        wrong: u64,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Sign what was worked out; never by who answered an item
    Sign {
        id: String,
        #[arg(long = "as", value_name = "WHO")]
        person: String,
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Write the report, the items, the list and verifiers for anybody into a new folder
    Export {
        id: String,
        /// A folder that is not there yet
        #[arg(long, value_name = "DIR")]
        to: String,
        /// Else the newest
        #[arg(long, value_name = "N")]
        round: Option<u64>,
    },
    /// Write what is somebody's to do into a file for another computer, without what the system paid
    ExportWork {
        id: String,
        #[arg(long = "as", value_name = "WHO")]
        person: String,
        /// A file that is not there yet
        #[arg(long, value_name = "FILE")]
        to: String,
    },
    /// The next item of such a file; needs no workspace
    OpenWork { file: String },
    /// Lock what you found in such a file; needs no workspace
    AnswerWork {
        file: String,
        item: String,
        #[command(flatten)]
        answer: AnswerArguments,
    },
    /// Lock the answers of a file that came back; twice changes nothing
    ImportWork { id: String, file: String },
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

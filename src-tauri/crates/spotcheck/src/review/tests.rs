use super::*;
use proptest::prelude::*;

const PAID: i64 = 10_000;

fn figure(minor: i64) -> Answer {
    Answer::Figure { minor }
}

fn given(by: &str, answer: Answer) -> Given {
    Given { by: by.into(), answer, steps: String::new(), note: String::new(), evidence: vec![] }
}

fn decision(by: Option<&str>, reason: &str, cause: Option<Cause>, systematic: bool) -> Event {
    let by = by.map(str::to_owned);
    Event::Decided(Resolution { answer: figure(PAID), by, reason: reason.into(), cause, systematic })
}

fn on(state: State, event: Event) -> Result<(State, Vec<Effect>), Illegal> {
    state.on(event, &Facts { paid: PAID, tolerance: 1, own: &["Rita".to_owned()] })
}

fn after(events: Vec<Event>) -> State {
    events.into_iter().fold(State::Drawn, |state, event| on(state, event).unwrap().0)
}

fn answered(answer: Answer) -> State {
    after(vec![Event::Assigned { checker: "Ana".into() }, Event::Answered(given("Ana", answer))])
}

fn second(first: Answer, other: Answer) -> State {
    let asked = on(answered(first), Event::SecondAsked { reviewer: "Ben".into() }).unwrap().0;
    on(asked, Event::SecondAnswered(given("Ben", other))).unwrap().0
}

#[test]
fn a_right_item_is_answered_shown_and_closed() {
    let (locked, effects) =
        on(State::Assigned { checker: "Ana".into() }, Event::Answered(given("Ana", figure(PAID + 1))))
            .unwrap();
    assert_eq!(effects, [Effect::Record, Effect::ShowFigure { to: "Ana".into() }]);
    let closed = on(on(locked, Event::Revealed).unwrap().0, Event::Closed).unwrap().0;
    assert_eq!(closed.resolution().map(|resolution| resolution.answer), Some(figure(PAID + 1)));
}

#[test]
fn an_answer_is_given_once_by_whom_it_was_asked_and_never_about_the_own_payout() {
    let assigned = || State::Assigned { checker: "Ana".into() };
    assert_eq!(on(assigned(), Event::Answered(given("Ben", figure(1)))), Err(Illegal::NotYours));
    assert_eq!(on(State::Drawn, Event::Assigned { checker: "Rita".into() }), Err(Illegal::OwnPayout));
    let locked = answered(figure(1));
    assert_eq!(on(locked.clone(), Event::Answered(given("Ana", figure(2)))), Err(Illegal::NotNow));
    assert_eq!(on(locked.clone(), Event::Assigned { checker: "Ben".into() }), Err(Illegal::NotNow));
    assert_eq!(on(locked.clone(), Event::SecondAsked { reviewer: "Ana".into() }), Err(Illegal::SamePerson));
    assert_eq!(on(locked.clone(), Event::SecondAsked { reviewer: "Rita".into() }), Err(Illegal::OwnPayout));
    assert_eq!(on(locked, Event::Closed), Err(Illegal::NeedsSecondReview));
}

#[test]
fn two_who_agree_settle_it_and_two_who_do_not_are_decided_with_a_reason() {
    assert_eq!(second(figure(900), figure(901)).resolution().map(|found| found.answer), Some(figure(900)));
    for (one, other) in [
        (figure(900), figure(905)),
        (figure(PAID), Answer::Missing),
        (Answer::CannotDetermine, Answer::CannotDetermine),
        // Within the tolerance of each other, but not both of the payout.
        (figure(PAID + 1), figure(PAID + 2)),
    ] {
        let disputed = second(one, other);
        assert!(matches!(disputed, State::Disputed { .. }), "{one:?} {other:?}");
        assert_eq!(on(disputed.clone(), decision(Some("Mara"), " ", None, false)), Err(Illegal::NoReason));
        assert_eq!(on(disputed.clone(), decision(None, "so", None, false)), Err(Illegal::NoReason));
        assert_eq!(on(disputed.clone(), decision(Some("Rita"), "so", None, false)), Err(Illegal::OwnPayout));
        let decided = on(disputed, decision(Some("Mara"), "paper found", None, false)).unwrap().0;
        assert_eq!(decided.resolution().and_then(|found| found.by.as_deref()), Some("Mara"));
        assert_eq!(decided.first().map(|first| first.answer), Some(one));
    }
}

#[test]
fn a_systematic_cause_opens_a_check_and_a_correction_keeps_what_was() {
    let resolved = second(figure(900), figure(900));
    assert_eq!(on(resolved.clone(), decision(Some("Mara"), "rate", None, true)), Err(Illegal::NoCause));
    let (marked, effects) =
        on(resolved, decision(Some("Mara"), "rate", Some(Cause::RateTable), true)).unwrap();
    assert_eq!(effects, [Effect::Record, Effect::OpenTargetedCheck(Cause::RateTable)]);
    let State::Resolved { resolutions, .. } = marked else { panic!() };
    assert_eq!(resolutions.len(), 2);
    assert_eq!(resolutions[0], plain(figure(900)));
}

#[test]
fn how_a_payout_stands() {
    for (answer, judged) in [
        (figure(PAID - 1), Judged::Right),
        (figure(PAID - 2), Judged::Over),
        (figure(PAID + 2), Judged::Under),
        (Answer::NotSupported, Judged::NotSupported),
        (Answer::Missing, Judged::Missing),
        (Answer::CannotDetermine, Judged::Unknown),
    ] {
        assert_eq!(answer.judged(PAID, 1), judged);
        assert_eq!(judged.is_finding(), judged != Judged::Right);
    }
}

#[test]
fn every_finding_and_a_tenth_of_the_rest_are_done_again() {
    let ids: Vec<String> = (0..41).map(|id| id.to_string()).collect();
    let items: Vec<(&str, Judged)> = ids
        .iter()
        .map(|id| (id.as_str(), if id.ends_with('7') { Judged::Over } else { Judged::Right }))
        .collect();
    let seed = Seed::new("after the answers", &[]).unwrap();
    let again = for_second_review(&items, &seed, Rate::percent(10));
    // Four findings; 37 right ones, of which a tenth is 4, rounded up.
    assert_eq!(again.iter().filter(|id| id.ends_with('7')).count(), 4);
    assert_eq!(again.len(), 8);
}

fn any_event() -> impl Strategy<Value = Event> {
    let who = prop::sample::select(vec!["Ana", "Ben", "Rita"]).prop_map(str::to_owned);
    let answer =
        prop::sample::select(vec![figure(PAID), figure(9), Answer::Missing, Answer::CannotDetermine]);
    let both = (who.clone(), answer);
    prop_oneof![
        who.clone().prop_map(|checker| Event::Assigned { checker }),
        both.clone().prop_map(|(by, answer)| Event::Answered(given(&by, answer))),
        both.prop_map(|(by, answer)| Event::SecondAnswered(given(&by, answer))),
        who.clone().prop_map(|reviewer| Event::SecondAsked { reviewer }),
        who.prop_map(|by| decision(Some(&by), "why", Some(Cause::Other), true)),
        Just(Event::Revealed),
        Just(Event::Closed),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_the_first_answer_stays_and_two_people_looked_at_a_finding(
        events in prop::collection::vec(any_event(), 0..25),
    ) {
        let mut state = State::Drawn;
        let mut first: Option<Given> = None;
        for event in events {
            let Ok((next, effects)) = on(state.clone(), event) else { continue };
            prop_assert_eq!(&effects[0], &Effect::Record);
            if let Some(first) = &first {
                prop_assert_eq!(next.first(), Some(first));
            }
            first = next.first().cloned();
            if let State::Resolved { first, second, .. } = &next {
                let clean = !first.answer.judged(PAID, 1).is_finding();
                prop_assert!(clean || second.is_some());
                prop_assert!(second.as_ref().is_none_or(|second| second.by != first.by && second.by != "Rita"));
                prop_assert_ne!(&first.by, "Rita");
            }
            state = next;
        }
    }
}

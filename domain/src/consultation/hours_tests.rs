use super::*;
use proptest::prelude::*;
use time::macros::{date, datetime, time};

/// Monday to Friday in two shifts, as the office has it; Wednesday 18 March 2026 is a holiday.
fn office() -> Calendar {
    use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
    let shifts = [Monday, Tuesday, Wednesday, Thursday, Friday]
        .into_iter()
        .flat_map(|weekday| {
            [
                Shift {
                    weekday,
                    opens: time!(08:00),
                    closes: time!(12:00),
                },
                Shift {
                    weekday,
                    opens: time!(13:00),
                    closes: time!(15:30),
                },
            ]
        });
    Calendar::new(
        shifts,
        BTreeMap::from([(date!(2026 - 03 - 18), "Hari Raya".to_owned())]),
    )
}

fn closed_until(next: OffsetDateTime) -> Opening {
    Opening::Closed {
        next: Some(next),
        holiday: None,
    }
}

#[test]
fn open_in_a_shift_and_to_its_end() {
    assert_eq!(
        office().at(datetime!(2026-03-16 08:00 +7)),
        Opening::Open {
            until: datetime!(2026-03-16 12:00 +7)
        }
    );
    assert_eq!(
        office().at(datetime!(2026-03-16 15:29:59 +7)),
        Opening::Open {
            until: datetime!(2026-03-16 15:30 +7)
        }
    );
}

#[test]
fn the_same_moment_from_utc_and_from_hong_kong() {
    let open = Opening::Open {
        until: datetime!(2026-03-16 12:00 +7),
    };
    assert_eq!(office().at(datetime!(2026-03-16 01:30 UTC)), open);
    assert_eq!(office().at(datetime!(2026-03-16 09:30 +8)), open);
    // 23.30 UTC on Sunday is 06.30 on Monday in Surabaya.
    assert_eq!(
        office().at(datetime!(2026-03-15 23:30 UTC)),
        closed_until(datetime!(2026-03-16 08:00 +7))
    );
}

#[test]
fn closed_at_noon_opens_after_it() {
    assert_eq!(
        office().at(datetime!(2026-03-16 12:00 +7)),
        closed_until(datetime!(2026-03-16 13:00 +7))
    );
}

#[test]
fn closed_in_the_evening_opens_after_the_holiday() {
    assert_eq!(
        office().at(datetime!(2026-03-17 15:30 +7)),
        closed_until(datetime!(2026-03-19 08:00 +7))
    );
}

#[test]
fn a_holiday_says_which() {
    let Opening::Closed { next, holiday } = office().at(datetime!(2026-03-18 09:00 +7)) else {
        panic!("open on a holiday")
    };
    assert_eq!(
        (next, holiday.as_deref()),
        (Some(datetime!(2026-03-19 08:00 +7)), Some("Hari Raya"))
    );
}

#[test]
fn friday_evening_opens_on_monday() {
    assert_eq!(
        office().at(datetime!(2026-03-20 16:00 +7)),
        closed_until(datetime!(2026-03-23 08:00 +7))
    );
}

#[test]
fn an_empty_calendar_is_closed_and_knows_no_opening() {
    let nothing = Calendar::new(
        [Shift {
            weekday: Weekday::Monday,
            opens: time!(10:00),
            closes: time!(10:00),
        }],
        BTreeMap::new(),
    );
    assert_eq!(
        nothing.at(datetime!(2026-03-16 10:00 +7)),
        Opening::Closed {
            next: None,
            holiday: None
        }
    );
}

#[test]
fn touching_shifts_are_one_opening() {
    let weekday = Weekday::Monday;
    let whole = Calendar::new(
        [
            Shift {
                weekday,
                opens: time!(12:00),
                closes: time!(16:00),
            },
            Shift {
                weekday,
                opens: time!(08:00),
                closes: time!(12:00),
            },
        ],
        BTreeMap::new(),
    );
    assert_eq!(
        whole.at(datetime!(2026-03-16 09:00 +7)),
        Opening::Open {
            until: datetime!(2026-03-16 16:00 +7)
        }
    );
}

#[test]
fn opening_time_skips_noon_nights_and_holidays() {
    let between = |from, to| office().open_time(from, to);
    assert_eq!(
        between(
            datetime!(2026-03-16 11:50 +7),
            datetime!(2026-03-16 13:10 +7)
        ),
        Duration::minutes(20)
    );
    assert_eq!(
        between(
            datetime!(2026-03-17 15:00 +7),
            datetime!(2026-03-19 08:05 +7)
        ),
        Duration::minutes(35)
    );
    assert_eq!(
        between(
            datetime!(2026-03-19 08:05 +7),
            datetime!(2026-03-17 15:00 +7)
        ),
        Duration::ZERO
    );
}

#[test]
fn reads_the_holidays_and_names_the_bad_line() {
    let csv = "date,year,weekday,name,kind,is_joint_leave,legal_basis\n\
        2026-08-17,2026,Senin,Proklamasi Kemerdekaan,national_holiday,false,\"SKB 1, 2\"\n\
        2026-12-24,2026,Kamis,Kelahiran Yesus Kristus,joint_leave,true,\n";
    let days = parse_holidays(csv).unwrap();
    let days: Vec<_> = days
        .iter()
        .map(|day| (day.day, day.name.as_str(), day.joint_leave))
        .collect();
    let independence = (date!(2026 - 08 - 17), "Proklamasi Kemerdekaan", false);
    assert_eq!(
        days,
        [
            independence,
            (date!(2026 - 12 - 24), "Kelahiran Yesus Kristus", true)
        ]
    );
    assert_eq!(
        parse_holidays("date\n2026-02-30,2026,Senin,Apa,x,false,\n"),
        Err(2)
    );
}

proptest! {
    #[test]
    fn open_now_or_opens_later(minute in 0i64..(60 * 24 * 90)) {
        let now = datetime!(2026-02-01 00:00 UTC) + Duration::minutes(minute);
        match office().at(now) {
            Opening::Open { until } => {
                prop_assert!(until > now);
                let still_open = matches!(office().at(until), Opening::Open { .. });
                prop_assert!(!still_open);
            }
            Opening::Closed { next, .. } => {
                let next = next.expect("a week with shifts opens again");
                prop_assert!(next > now);
                let opens = matches!(office().at(next), Opening::Open { .. });
                prop_assert!(opens);
                prop_assert_eq!(office().open_time(now, next), Duration::ZERO);
            }
        }
    }
}

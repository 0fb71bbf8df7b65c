//! Plays a sound for the counsellor when somebody comes into the queue. Browsers play nothing before a tap, so the
//! counsellor switches it on by a tap, for as long as the page is open.

use leptos::prelude::*;

use super::live::Live;
use crate::base::text::{t, tr};
use crate::base::ui::changing;

#[component]
pub(super) fn SoundSwitch(live: Live, waiting: Signal<i64>) -> impl IntoView {
    let (is_on, bell) = (RwSignal::new(false), Bell::default());
    Effect::new(move |before: Option<i64>| {
        let now = waiting.get();
        if is_on.get_untracked() && before.is_some_and(|before| now > before) {
            bell.ring();
        }
        now
    });
    let toggle = move |_| {
        is_on.update(|is_on| *is_on = !*is_on);
        if is_on.get_untracked() {
            bell.ring();
        }
    };
    let label = changing(move || {
        tr(if is_on.get() {
            t::consultation::DESK_SOUND_OFF
        } else {
            t::consultation::DESK_SOUND_ON
        })
    });
    view! {
        <p hidden=changing(move || !live.is_on.get())>
            <button type="button" class="button button-secondary" on:click=toggle>{label}</button>
        </p>
    }
}

/// Two soft tones. They are generated here, since a file would have to be fetched.
#[derive(Clone, Copy, Default)]
struct Bell {
    /// One context for the whole page: browsers allow few, and each exists until it is garbage-collected.
    #[cfg(feature = "hydrate")]
    audio: StoredValue<Option<web_sys::AudioContext>, LocalStorage>,
}

#[cfg(not(feature = "hydrate"))]
impl Bell {
    fn ring(self) {}
}

#[cfg(feature = "hydrate")]
impl Bell {
    fn ring(self) {
        // A browser without sound stays silent: the page's title calls the counsellor as well.
        let _ = self.tones();
    }

    fn tones(self) -> Result<(), wasm_bindgen::JsValue> {
        let audio = match self.audio.get_value() {
            Some(audio) => audio,
            None => web_sys::AudioContext::new()?,
        };
        self.audio.set_value(Some(audio.clone()));
        // A phone call or a locked screen may have suspended the context: tones that it cannot play now, it plays
        // later.
        let _ = audio.resume()?;
        let start = audio.current_time();
        for (at, hertz) in [(0.0, 660.0), (0.18, 880.0)] {
            let (tone, volume) = (audio.create_oscillator()?, audio.create_gain()?);
            tone.frequency().set_value(hertz);
            volume.gain().set_value_at_time(0.15, start + at)?;
            volume
                .gain()
                .linear_ramp_to_value_at_time(0.0, start + at + 0.16)?;
            tone.connect_with_audio_node(&volume)?;
            volume.connect_with_audio_node(&audio.destination())?;
            tone.start_with_when(start + at)?;
            tone.stop_with_when(start + at + 0.17)?;
        }
        Ok(())
    }
}

use crate::base::page::Title;
use domain::applications::{Part, Profile, ProfileForm};
use domain::jobs::Education;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::applications::api::{RemoveCv, SaveProfile, read_my_profile};
use crate::applications::model::MyProfile;
use crate::applications::words::{cv_text, part_label};
use crate::base::loaded::loaded;
use crate::base::text::{t, tr, trf};
use crate::base::ui::done_notice;
use crate::base::ui::{
    Breadcrumbs, ButtonKind, Choice, HiddenField, Link, LinkButton, NumberField, PostForm, Select,
    Submit, TextArea, TextField,
};
use crate::base::viewer::viewer_in;
use crate::jobs::labels::education_label;
use crate::jobs::model::RegionChoices;
use domain::accounts::Role;

/// `/akun/profil`: the person's profile for employers, and the CV.
#[component]
pub fn ProfilePage() -> impl IntoView {
    if let Err(page) = viewer_in(&Role::SERVED) {
        return page;
    }
    let found = Resource::new(|| (), |()| read_my_profile());
    view! {
        <Title text=tr(t::applications::PROFILE_TITLE)/>
        {done_notice(&[
            ("tersimpan", t::applications::PROFILE_SAVED),
            ("cv", t::applications::CV_SAVED),
            ("cv-dihapus", t::applications::CV_REMOVED),
        ])}
        <Breadcrumbs links=vec![Link::new("/akun", tr(t::accounts::ACCOUNT_TITLE))]/>
        <h1>{tr(t::applications::PROFILE_TITLE)}</h1>
        <p class="lead">{tr(t::applications::PROFILE_LEAD)}</p>
        {loaded(found, |mine| view! { <Mine mine/> })}
    }
    .into_any()
}

#[component]
fn Mine(mine: MyProfile) -> impl IntoView {
    let cv = match &mine.cv {
        Some(cv) => view! {
            <p>
                <a href="/akun/profil/cv/berkas" rel="external" download>{tr(t::applications::CV_DOWNLOAD)}</a> " "
                <span class="hint">{cv_text(cv)}</span>
            </p>
            <p><a href="/akun/profil/cv">{tr(t::applications::CV_REPLACE)}</a></p>
            <PostForm id="cv-remove" action=RemoveCv::url()>
                <Submit label=tr(t::applications::CV_REMOVE) kind=ButtonKind::Quiet/>
            </PostForm>
        }
        .into_any(),
        None => view! {
            <p>{tr(t::applications::CV_HINT)}</p>
            <p><LinkButton href="/akun/profil/cv" label=tr(t::applications::CV_UPLOAD) kind=ButtonKind::Secondary/></p>
        }
        .into_any(),
    };
    view! {
        <div class="apply-narrow">
            <PostForm id="profile" action=SaveProfile::url()>
                <ProfileFields profile=mine.named.profile.clone() regions=mine.regions.clone() whole=false/>
                <Submit label=tr(t::applications::PROFILE_SAVE)/>
            </PostForm>
            <section aria-labelledby="cv-judul">
                <h2 id="cv-judul">{tr(t::applications::CV)}</h2>
                {cv}
            </section>
        </div>
    }
}

/// The fields of a profile. With `whole`, the fields that an application needs must not be empty.
#[component]
pub(super) fn ProfileFields(
    profile: Profile,
    regions: RegionChoices,
    whole: bool,
) -> impl IntoView {
    let levels = Education::ALL
        .iter()
        .map(|level| Choice::new(level.code(), education_label(*level)))
        .collect();
    let years = profile
        .experience_years
        .map(|n| n.to_string())
        .unwrap_or_default();
    let label = |part: Part| tr(part_label(part));
    view! {
        {whole.then(|| view! { <HiddenField name="whole" value="1"/> })}
        <Select
            name="education"
            label=label(Part::Education)
            value=profile.education.map(Education::code).unwrap_or_default()
            choices=levels
            optional=!whole
        />
        <TextField
            name="programme" limit=ProfileForm::PROGRAMME
            label=tr(t::applications::PROFILE_PROGRAMME)
            hint=tr(t::applications::PROFILE_PROGRAMME_HINT)
            value=profile.programme.unwrap_or_default()
            optional=true
        />
        <TextArea
            name="skills" limit=ProfileForm::SKILLS
            label=label(Part::Skills)
            hint=tr(t::applications::PROFILE_SKILLS_HINT)
            value=profile.skills.join("\n")
            rows=4
            optional=!whole
        />
        <NumberField
            name="experience_years" limit=ProfileForm::EXPERIENCE
            label=label(Part::Experience)
            hint=tr(t::applications::PROFILE_YEARS_HINT)
            value=years
            suffix=tr(t::applications::PROFILE_YEARS_UNIT)
            chars=4
            optional=!whole
        />
        <TextArea
            name="experience" limit=ProfileForm::WORK
            label=tr(t::applications::PROFILE_EXPERIENCE)
            hint=tr(t::applications::PROFILE_EXPERIENCE_HINT)
            value=profile.experience.unwrap_or_default()
            rows=4
            optional=true
        />
        <Select
            name="place"
            label=label(Part::Place)
            value=profile.place.unwrap_or_default()
            choices=place_choices(&regions)
            optional=!whole
        />
        <TextArea
            name="wish" limit=ProfileForm::WISH
            label=label(Part::Wish)
            hint=tr(t::applications::PROFILE_WISH_HINT)
            value=profile.wish.unwrap_or_default()
            rows=3
            optional=!whole
        />
    }
}

/// The home province's regencies, then the other provinces.
pub(crate) fn place_choices(regions: &RegionChoices) -> Vec<Choice> {
    let home = regions
        .home
        .iter()
        .map(|region| Choice::new(region.code.clone(), region.name.clone()));
    let others = regions.provinces.iter().map(|region| {
        let name = trf(t::applications::PLACE_ELSEWHERE, &[("name", &region.name)]);
        Choice::new(region.code.clone(), name)
    });
    home.chain(others).collect()
}

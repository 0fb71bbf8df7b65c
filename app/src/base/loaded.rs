//! A page, or a part of one, that waits for its data.

use leptos::prelude::*;

use super::error::AppError;
use super::error_page::ErrorPage;

/// Renders the data with `show`, or the page for the error.
pub fn loaded<T, V>(
    read: Resource<Result<T, AppError>>,
    show: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Suspense>
            {move || {
                let show = show.clone();
                Suspend::new(async move {
                    match read.await {
                        Ok(value) => show(value).into_any(),
                        Err(error) => view! { <ErrorPage error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

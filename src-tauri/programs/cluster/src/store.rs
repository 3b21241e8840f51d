//! What all machines see: a folder that lies at the same place on each, or a part of a bucket.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ballast_core::limits::{CLUSTER_CONNECT_RUNTIME, CLUSTER_STORE_AGE_MAX, CLUSTER_STORE_RUNTIME};
use ballast_core::{Code, Error, Result};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::execution::runtime_env::RuntimeEnv;
use futures::{StreamExt, TryStreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as StorePath;
use object_store::{ClientOptions, ObjectMeta, ObjectStore, RetryConfig};
use url::Url;

use crate::channel::time;

/// Folders of this name in the store are ours.
const NAME: &str = "ballast-run-";

const ALLOWED: [&str; 2] = ["/a/folder/that/all/workers/see", "s3://BUCKET/PREFIX"];

/// Where everything lies that workers read. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    url: ObjectStoreUrl,
    /// Nothing outside of it is read or written.
    prefix: StorePath,
    /// Where it is a folder.
    folder: Option<PathBuf>,
}

/// A variable of the environment that holds something.
#[must_use]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// An error of an object store in the words of Ballast.
pub fn from_store(store: &Store, error: &object_store::Error) -> Error {
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        if let Some(io) = cause.downcast_ref() {
            return Error::io(store.to_string(), io);
        }
        next = cause.source();
    }
    Error::new(Code::Io).with("path", store).because(error)
}

impl Store {
    /// `variable`: the environment, which alone knows what opens a bucket. `what`: what the text was given for.
    ///
    /// Errors: `invalid_call` for what is no place, `not_supported` for other stores, `secret_unavailable`, `io`.
    pub fn open(text: &str, what: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let refused = || {
            Error::new(Code::InvalidCall)
                .with("what", what)
                .with("reason", "no_store")
                .with("store", text)
                .allowed(ALLOWED)
        };
        match text.split_once("://") {
            None => Self::folder(Path::new(text), refused),
            Some(("s3", place)) => Self::bucket(place, variable, refused),
            Some((scheme, _)) => {
                Err(Error::new(Code::NotSupported).with("what", format!("{what} = \"{scheme}://…\"")))
            }
        }
    }

    fn folder(path: &Path, refused: impl Fn() -> Error) -> Result<Self> {
        if !path.is_absolute() || path.components().any(|part| part == Component::ParentDir) {
            return Err(refused());
        }
        std::fs::read_dir(path).map_err(|error| Error::io(path, &error))?;
        Ok(Self {
            objects: Arc::new(LocalFileSystem::new()),
            url: ObjectStoreUrl::local_filesystem(),
            prefix: StorePath::from_absolute_path(path).map_err(|_| refused())?,
            folder: Some(path.to_owned()),
        })
    }

    fn bucket(
        place: &str,
        variable: &dyn Fn(&str) -> Option<String>,
        refused: impl Fn() -> Error,
    ) -> Result<Self> {
        let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.=/".contains(&byte);
        let is_name = (3..=63).contains(&name.len())
            && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'));
        if !is_name || !prefix.bytes().all(is_plain) {
            return Err(refused());
        }
        let prefix = StorePath::parse(prefix).map_err(|_| refused())?;
        let secret = |name: &str| {
            variable(name).ok_or_else(|| Error::new(Code::SecretUnavailable).with("what", format!("${name}")))
        };
        let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
        let options = ClientOptions::new()
            .with_connect_timeout(time(CLUSTER_CONNECT_RUNTIME))
            .with_timeout(time(CLUSTER_STORE_RUNTIME));
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(name)
            .with_region(region.as_deref().unwrap_or("us-east-1"))
            .with_access_key_id(secret("AWS_ACCESS_KEY_ID")?)
            .with_secret_access_key(secret("AWS_SECRET_ACCESS_KEY")?)
            .with_client_options(options)
            .with_retry(RetryConfig {
                max_retries: 3,
                retry_timeout: time(CLUSTER_STORE_RUNTIME),
                ..RetryConfig::default()
            });
        if let Some(token) = variable("AWS_SESSION_TOKEN") {
            builder = builder.with_token(token);
        }
        if let Some(endpoint) = endpoint(variable)? {
            let allow_http = endpoint.scheme() == "http";
            builder =
                builder.with_endpoint(endpoint.as_str().trim_end_matches('/')).with_allow_http(allow_http);
        }
        Ok(Self {
            objects: Arc::new(builder.build().map_err(|error| refused().because(&error))?),
            url: ObjectStoreUrl::parse(format!("s3://{name}")).map_err(|_| refused())?,
            prefix,
            folder: None,
        })
    }

    #[must_use]
    pub fn objects(&self) -> Arc<dyn ObjectStore> {
        Arc::clone(&self.objects)
    }

    /// Has an engine find it.
    pub fn register(&self, runtime: &RuntimeEnv) {
        runtime.register_object_store(self.url.as_ref(), self.objects());
    }

    /// Whether files of that store at that path are a part of it.
    #[must_use]
    pub fn holds(&self, url: &ObjectStoreUrl, path: &StorePath) -> bool {
        *url == self.url && path.prefix_matches(&self.prefix)
    }

    /// What an engine knows a file by.
    pub fn address(&self, path: &StorePath) -> Result<Url> {
        let mut url = AsRef::<Url>::as_ref(&self.url).clone();
        match url.path_segments_mut() {
            Ok(mut segments) => segments.clear().extend(path.parts().map(|part| part.as_ref().to_owned())),
            Err(()) => return Err(Error::new(Code::Internal).with("what", self)),
        };
        Ok(url)
    }

    /// A folder in it for one job. Where it is a folder, nobody but its owner sees anything in it: workers run as
    /// the same user.
    pub async fn make(&self) -> Result<Folder> {
        self.sweep().await;
        let mut random = [0; 16];
        getrandom(&mut random)?;
        let name = format!("{NAME}{:032x}", u128::from_be_bytes(random));
        let path = self.prefix.clone().join(name.as_str());
        let made = self.folder.as_ref().map(|folder| folder.join(name));
        if let Some(made) = &made {
            DirBuilder::new().mode(0o700).create(made).map_err(|error| Error::io(made, &error))?;
        }
        Ok(Folder { store: self.clone(), path, made })
    }

    /// Removes what jobs that were killed left behind, as far as it can.
    async fn sweep(&self) {
        match &self.folder {
            Some(folder) => sweep_folder(folder),
            None => self.sweep_bucket().await,
        }
    }

    async fn sweep_bucket(&self) {
        let age = i64::try_from(CLUSTER_STORE_AGE_MAX.seconds()).unwrap_or(i64::MAX);
        // Buckets list in the order of names, so that what others keep in there is not gone through.
        let ours = self.prefix.clone().join(NAME);
        let from = ours.clone();
        let now = unix_seconds();
        let old = self
            .objects
            .list_with_offset(Some(&self.prefix), &from)
            .take_while(move |found| {
                let is_ours = |found: &ObjectMeta| found.location.as_ref().starts_with(ours.as_ref());
                std::future::ready(found.as_ref().is_ok_and(is_ours))
            })
            .try_filter(move |found| std::future::ready(now - found.last_modified.timestamp() > age))
            .map_ok(|found| found.location)
            .boxed();
        let _: Vec<_> = self.objects.delete_stream(old).collect().await;
    }
}

impl std::fmt::Display for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.folder {
            Some(folder) => folder.display().fmt(f),
            None => write!(f, "{}{}", self.url, self.prefix),
        }
    }
}

/// Where buckets are, unless they are Amazon's. In the clear only on this machine, or where it is said.
fn endpoint(variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<Url>> {
    let Some((name, text)) = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]
        .into_iter()
        .find_map(|name| Some((name, variable(name)?)))
    else {
        return Ok(None);
    };
    let refused = |allowed: &[&str]| {
        let error = Error::new(Code::InvalidCall).with("what", format!("${name}"));
        // A password in it is not shown again.
        let address =
            text.rsplit('@').next().and_then(|rest| rest.split(['?', '#']).next()).unwrap_or_default();
        error.with("reason", "endpoint").with("address", address).allowed(allowed.iter().copied())
    };
    let url = Url::parse(&text).map_err(|_| refused(&["https://HOST"]))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused(&["https://HOST", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"]));
    }
    let is_here = match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match url.scheme() {
        "https" if url.has_host() => Ok(Some(url)),
        "http" if is_here || variable("AWS_ALLOW_HTTP").as_deref() == Some("true") => Ok(Some(url)),
        _ => Err(refused(&["https://HOST", "AWS_ALLOW_HTTP=true"])),
    }
}

fn unix_seconds() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    i64::try_from(since.as_ref().map_or(0, Duration::as_secs)).unwrap_or(i64::MAX)
}

fn sweep_folder(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(NAME));
        let modified = entry.metadata().and_then(|facts| facts.modified());
        let age = modified.ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        if is_ours && age.is_some_and(|age| age > time(CLUSTER_STORE_AGE_MAX)) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

fn getrandom(bytes: &mut [u8]) -> Result<()> {
    let flags = rustix::rand::GetRandomFlags::empty();
    match rustix::rand::getrandom(&mut *bytes, flags) {
        Ok(read) if read == bytes.len() => Ok(()),
        _ => Err(Error::new(Code::Internal).with("what", "random")),
    }
}

/// A folder of one job in a store.
#[derive(Debug)]
pub struct Folder {
    pub store: Store,
    path: StorePath,
    made: Option<PathBuf>,
}

impl Folder {
    #[must_use]
    pub fn file(&self, name: &str) -> StorePath {
        self.path.clone().join(name)
    }

    /// With everything in it, as far as it can: what stays is swept later.
    pub async fn remove(self) {
        if let Some(made) = self.made {
            let _ = std::fs::remove_dir_all(made);
            return;
        }
        let objects = self.store.objects();
        let all = objects.list(Some(&self.path)).map_ok(|found| found.location).boxed();
        let _: Vec<_> = objects.delete_stream(all).collect().await;
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    fn open(text: &str, variables: &[(&str, &str)]) -> Result<Store> {
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        Store::open(text, "engine.store", &variable)
    }

    #[tokio::test]
    async fn a_folder_goes_with_its_job_and_strangers_stay() {
        let folder = tempfile::tempdir().unwrap();
        let stranger = folder.path().join("orders");
        std::fs::create_dir(&stranger).unwrap();
        let old = folder.path().join("ballast-run-00");
        std::fs::create_dir(&old).unwrap();
        let long_ago = SystemTime::now() - 2 * time(CLUSTER_STORE_AGE_MAX);
        for path in [&old, &stranger] {
            File::open(path).unwrap().set_modified(long_ago).unwrap();
        }
        let store = open(folder.path().to_str().unwrap(), &[]).unwrap();
        let young = store.make().await.unwrap();
        let path = young.made.clone().unwrap();
        assert!(path.is_dir() && !old.exists() && stranger.is_dir());
        let other = store.make().await.unwrap();
        assert_ne!(young.path, other.path);
        young.remove().await;
        assert!(!path.exists() && other.made.unwrap().is_dir());
    }

    #[test]
    fn a_folder_has_one_address_however_it_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let odd = folder.path().join("a b[1]*%41?#");
        std::fs::create_dir(&odd).unwrap();
        let store = open(odd.to_str().unwrap(), &[]).unwrap();
        let address = store.address(&store.prefix.clone().join("x.parquet")).unwrap();
        assert_eq!(address.to_file_path().unwrap(), odd.join("x.parquet"));
    }

    const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")];

    #[test]
    fn what_is_no_store_is_refused() {
        for (place, code) in [
            ("gs://runs", Code::NotSupported),
            ("http://runs", Code::NotSupported),
            ("", Code::InvalidCall),
            ("runs", Code::InvalidCall),
            ("/runs/../etc", Code::InvalidCall),
            ("/nowhere/at/all", Code::Io),
            ("s3://", Code::InvalidCall),
            ("s3://Runs", Code::InvalidCall),
            ("s3://runs/a//b", Code::InvalidCall),
            ("s3://runs/../b", Code::InvalidCall),
            ("s3://runs/a?b", Code::InvalidCall),
            ("s3://a:b@runs/x", Code::InvalidCall),
        ] {
            assert_eq!(open(place, &KEYS).unwrap_err().code, code, "{place}");
        }
        let store = open("s3://runs/a/b/", &KEYS).unwrap();
        assert_eq!(store.to_string(), "s3://runs/a/b");
        let inside = store.prefix.clone().join("x");
        assert_eq!(store.address(&inside).unwrap().as_str(), "s3://runs/a/b/x");
        assert!(store.holds(&store.url, &inside) && !store.holds(&store.url, &StorePath::from("a/bc/x")));
        assert!(!store.holds(&ObjectStoreUrl::local_filesystem(), &inside));
    }

    #[test]
    fn what_opens_a_bucket_stands_in_the_environment() {
        assert_eq!(open("s3://runs", &KEYS[..1]).unwrap_err().code, Code::SecretUnavailable);
        let at = |endpoint: &str, more: &[(&str, &str)]| {
            let mut variables = KEYS.to_vec();
            variables.push(("AWS_ENDPOINT_URL", endpoint));
            variables.extend(more);
            open("s3://runs", &variables)
        };
        for good in ["https://minio.lan:9000", "http://127.0.0.1:9000", "http://localhost", "http://[::1]:9"]
        {
            at(good, &[]).unwrap();
        }
        for bad in ["http://minio.lan:9000", "minio", "ftp://minio.lan", "http://127.0.0.1.lan"] {
            assert_eq!(at(bad, &[]).unwrap_err().code, Code::InvalidCall, "{bad}");
        }
        at("http://minio.lan:9000", &[("AWS_ALLOW_HTTP", "true")]).unwrap();
        assert!(!format!("{:?}", open("s3://runs", &KEYS).unwrap()).contains("secret_access_key: Some"));
    }
}

// The portal's pages as anybody may open them, for what must hold on every page.
export const publicPages = [
  "/", "/gaya", "/gaya?tanya=hapus", "/gaya?tanya=simpan", "/gaya?judul=tanggal", "/gaya?judul=beberapa", "/gaya?judul=kode",
  "/tidak-ada", "/masuk", "/daftar", "/lupa-sandi", "/privasi", "/status", "/pelatihan", "/pemberdayaan",
  "/pemberdayaan/kue-dan-roti", "/lowongan", "/lowongan?kata=admin", "/konsultasi",
];

/** Whether the client wakes the page at this address; the others stay plain HTML for everybody. */
export const wakes = (address: string) =>
  /^\/(lowongan|konsultasi\/[^/]+|petugas\/konsultasi)?$/.test(address.split("?")[0] ?? "");

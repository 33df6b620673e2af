package io.turnstile.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;

/** Files of the certificate and the private key that a server shows: two in PEM, or one in PKCS12. */
public sealed interface KeyFiles {

    /** Password of the key stores that are returned; they are in memory only. */
    String PASSWORD = "in memory only";

    /**
     * Reads the files.
     *
     * @throws TlsFileException if they cannot be used
     */
    Loaded load();

    /**
     * Key store as the files had it.
     *
     * @param content of the files, to see whether they have changed
     */
    record Loaded(KeyStore keyStore, byte[] content) {
        public boolean isSameAs(Loaded other) {
            return Arrays.equals(content, other.content);
        }
    }

    /** Certificate with those that it is signed by behind it, and key, each in a PEM file. */
    record Pem(String certificateSetting, Path certificate, String keySetting, Path key) implements KeyFiles {

        @Override
        public Loaded load() {
            PemFile certificates = new PemFile(certificateSetting, certificate);
            PemFile keys = new PemFile(keySetting, key);
            byte[] certificateBytes = certificates.bytes();
            byte[] keyBytes = keys.bytes();
            List<X509Certificate> chain = certificates.certificates(certificateBytes);
            PublicKey publicKey = chain.get(0).getPublicKey();
            PrivateKey privateKey = keys.key(keyBytes, publicKey.getAlgorithm());
            try {
                if (!fits(privateKey, publicKey)) {
                    throw new TlsFileException(
                            keySetting, key + " holds a key that does not fit the certificate", null);
                }
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("server", privateKey, PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));
                return new Loaded(store, joined(certificateBytes, keyBytes));
            } catch (GeneralSecurityException | IOException e) {
                throw new TlsFileException(keySetting, key + " holds a key that does not fit the certificate", e);
            }
        }

        private static boolean fits(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
            String algorithm =
                    switch (publicKey.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> publicKey.getAlgorithm();
                    };
            byte[] text = "turnstile".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(privateKey);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(text);
            return signature.verify(signed);
        }

        private static byte[] joined(byte[] one, byte[] other) {
            byte[] both = Arrays.copyOf(one, one.length + other.length);
            System.arraycopy(other, 0, both, one.length, other.length);
            return both;
        }
    }

    /** Key store in PKCS12. */
    record Pkcs12(String setting, Path file, String password) implements KeyFiles {

        @Override
        public Loaded load() {
            byte[] bytes = new PemFile(setting, file).bytes();
            try {
                KeyStore given = KeyStore.getInstance("PKCS12");
                given.load(new ByteArrayInputStream(bytes), password.toCharArray());
                for (Enumeration<String> names = given.aliases(); names.hasMoreElements(); ) {
                    String name = names.nextElement();
                    if (given.isKeyEntry(name)) {
                        KeyStore store = KeyStore.getInstance("PKCS12");
                        store.load(null, null);
                        store.setKeyEntry(
                                "server",
                                given.getKey(name, password.toCharArray()),
                                PASSWORD.toCharArray(),
                                given.getCertificateChain(name));
                        return new Loaded(store, bytes);
                    }
                }
                throw new TlsFileException(setting, file + " holds no key with a certificate", null);
            } catch (GeneralSecurityException | IOException e) {
                throw new TlsFileException(
                        setting, file + " is no PKCS12 file, or its password is another than the setting's", e);
            }
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }
}

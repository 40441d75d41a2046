using System.Text;
using Signpost.Contracts.V1;

namespace Signpost.AuditLog.Tests;

public sealed class NoteTests
{
    // Keys, text and signatures of the documentation and tests of golang.org/x/mod/sumdb/note (note.go, note_test.go).
    internal const string PeterSecret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    internal const string Peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string Enoch = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private const string Text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private const string PeterLine = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private const string EnochLine = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
    internal const string PeterNote = Text + "\n" + PeterLine;

    // C2SP tlog-cosignature's example.
    private const string Sofa = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

        """;

    [Fact]
    public void Sign_GoExample_IsTheSameNoteByteForByte()
    {
        using var signer = NoteSigner.Read(PeterSecret).Value;
        Assert.Equal(Peter, signer.Verifier.ToString());
        Assert.Equal(PeterSecret, signer.ToSecret());
        Assert.Equal(PeterNote, Encoding.UTF8.GetString(SignedNote.Sign(Text, signer).ToBytes()));
    }

    [Fact]
    public void Verify_GoExampleOfTwo_HoldsForWhoeverIsKnown()
    {
        var note = Read(Text + "\n" + PeterLine + EnochLine).Value;
        var (peter, enoch) = (Key(Peter), Key(Enoch));
        Assert.Equal(Text, note.Text);
        Assert.Equal([peter, enoch], note.Verify(peter, enoch).Value);
        Assert.Equal([enoch], note.Verify(enoch).Value);
        Assert.Equal(RefusalReason.BadSignature, note.Verify().Refusal?.Reason);
    }

    [Fact]
    public void Verify_KnownKeysLineAltered_IsRefusedThoughAnotherHolds()
    {
        var note = Read(Text + "\n" + PeterLine.Replace("x08go/Z", "x08go/Y", StringComparison.Ordinal) + EnochLine).Value;
        Assert.Equal(RefusalReason.BadSignature, note.Verify(Key(Peter), Key(Enoch)).Refusal?.Reason);
        Assert.True(note.Verify(Key(Enoch)).IsAccepted);
    }

    // The manglings of note_test.go: every cut, every byte one higher, a key too long, an unknown algorithm.
    [Fact]
    public void Keys_MangledInAnyWay_AreMalformed()
    {
        for (var from = 0; from <= Peter.Length; from++)
        {
            for (var to = from; to <= Peter.Length; to++)
            {
                if (to - from != Peter.Length) Assert.False(NoteVerifier.Read(Peter[from..to]).IsAccepted);
            }
        }

        for (var i = 0; i < Peter.Length; i++) Assert.False(NoteVerifier.Read(OneHigher(Peter, i)).IsAccepted);
        for (var i = 0; i < PeterSecret.Length; i++) Assert.False(NoteSigner.Read(OneHigher(PeterSecret, i)).IsAccepted);
        Assert.False(NoteVerifier.Read("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==").IsAccepted);
        Assert.False(NoteVerifier.Read("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").IsAccepted);

        static string OneHigher(string key, int at) => string.Concat(key.AsSpan(0, at), [(char)(key[at] + 1)], key.AsSpan(at + 1));
    }

    // The malformed ones of note_test.go, and more.
    [Theory]
    [InlineData(Text)]
    [InlineData(Text + "\n")]
    [InlineData(Text + PeterLine)]
    [InlineData("\u0001" + PeterNote)]
    [InlineData("\r" + PeterNote)]
    [InlineData(PeterNote + "Unexpected line.\n")]
    [InlineData(PeterNote + "\n")]
    [InlineData(Text + "\n— Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n")]
    [InlineData(Text + "\n— Bad+Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n")]
    [InlineData(Text + "\n— PeterNeumann x08gow==\n")]
    [InlineData(Text + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAN=\n")]
    public void Read_MalformedNote_IsRefused(string note) => Assert.Equal(RefusalReason.Malformed, Read(note).Refusal?.Reason);

    [Fact]
    public void Read_NotUtf8OrTooMuch_IsRefused()
    {
        Assert.Equal(RefusalReason.Malformed, SignedNote.Read([0xFF, .. Encoding.UTF8.GetBytes(PeterNote)]).Refusal?.Reason);
        Assert.Equal(RefusalReason.Malformed, Read(Text + "\n" + string.Concat(Enumerable.Repeat(PeterLine, 101))).Refusal?.Reason);
        Assert.True(Read(Text + "\n" + string.Concat(Enumerable.Repeat(PeterLine, 100))).IsAccepted);
        Assert.Equal(RefusalReason.Malformed, Read(new string('a', SignedNote.LongestNote) + "\n\n" + PeterLine).Refusal?.Reason);
    }

    [Fact]
    public void Checkpoint_SpecificationsExample_IsReadAndWrittenTheSame()
    {
        var note = Read(Sofa).Value;
        Assert.Equal(Sofa, Encoding.UTF8.GetString(note.ToBytes()));
        var checkpoint = Checkpoint.Read(note.Text).Value;
        Assert.Equal(("example.com/behind-the-sofa", 20_852_163ul), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(note.Text, checkpoint.ToText());

        // "time 1679315147"
        Assert.Equal(1_679_315_147ul, Cosignature.Read(note.Signatures[1].Bytes.Span)!.Value.Time);
        Assert.Equal(
            "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            Encoding.UTF8.GetString(Cosignature.ToBeSigned(note.Text, 1_679_315_147)));
    }

    [Theory]
    [InlineData("o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a leading zero")]
    [InlineData("o\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a sign")]
    [InlineData("o\n18446744073709551616\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "more than 2^64 - 1")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nextension\n", "an extension line")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n", "31 bytes")]
    [InlineData("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", "stray bits in the base64")]
    [InlineData("o\n1\n", "no root")]
    [InlineData("\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "no origin")]
    [InlineData("o\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "nothing, and another root than of nothing")]
    public void Checkpoint_Malformed_IsRefused(string text, string why) => Assert.True(Checkpoint.Read(text).Refusal?.Reason == RefusalReason.Malformed, why);

    [Fact]
    public void SignedCheckpoint_CosignedByTwo_SaysWhoAndWhen()
    {
        using var log = NoteSigner.From("log.example/1", NoteKeyType.Note, Seed(1));
        using var first = NoteSigner.From("witness.example/1", NoteKeyType.Cosignature, Seed(2));
        using var second = NoteSigner.From("witness.example/2", NoteKeyType.Cosignature, Seed(3));
        var at = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var signed = SignedCheckpoint.Sign(new Checkpoint("log.example/1", 8, Trees.ReferenceRoots[8]), log).Cosign(first, at).Cosign(second, at.AddSeconds(5)).Cosign(first, at.AddSeconds(9));

        var opened = SignedCheckpoint.Open(signed.Note.ToBytes(), log.Verifier).Value;
        Assert.Equal(signed.Checkpoint, opened.Checkpoint);
        Assert.Equal(
            [(second.Verifier, at.AddSeconds(5)), (first.Verifier, at.AddSeconds(9))],
            opened.Cosignatures(first.Verifier, second.Verifier).Value.Select(c => (c.Witness, c.Time)));
        Assert.Empty(opened.Cosignatures().Value);

        // The time is signed: a second later is another word.
        var line = opened.Note.Signatures[1];
        var later = line.Bytes.ToArray();
        later[7]++;
        var altered = opened.Note with { Signatures = [opened.Note.Signatures[0], line with { Bytes = later }] };
        Assert.Equal(RefusalReason.BadSignature, SignedCheckpoint.Open(altered.ToBytes(), log.Verifier).Value.Cosignatures(second.Verifier).Refusal?.Reason);
    }

    [Fact]
    public void SignedCheckpoint_OfAnotherOriginOrKey_IsRefused()
    {
        using var log = NoteSigner.From("log.example/1", NoteKeyType.Note, Seed(1));
        using var other = NoteSigner.From("log.example/1", NoteKeyType.Note, Seed(2));
        using var witness = NoteSigner.From("log.example/1", NoteKeyType.Cosignature, Seed(1));
        var checkpoint = new Checkpoint("log.example/1", 8, Trees.ReferenceRoots[8]);
        var signed = SignedCheckpoint.Sign(checkpoint, log).Note.ToBytes();
        Assert.Equal(RefusalReason.BadSignature, SignedCheckpoint.Open(signed, other.Verifier).Refusal?.Reason);
        Assert.Equal(RefusalReason.BadSignature, SignedCheckpoint.Open(SignedNote.Sign((checkpoint with { Origin = "log.example/2" }).ToText(), log).ToBytes(), log.Verifier).Refusal?.Reason);
        Assert.Throws<ArgumentException>(() => SignedCheckpoint.Sign(checkpoint with { Origin = "log.example/2" }, log));
        Assert.Throws<ArgumentException>(() => SignedCheckpoint.Sign(checkpoint, witness));
        Assert.Throws<ArgumentException>(() => SignedCheckpoint.Sign(checkpoint, log).Cosign(log, DateTimeOffset.UnixEpoch));

        // One key in both uses: its note's signature is no cosignature, for the ids differ.
        Assert.NotEqual(log.Verifier.KeyId, witness.Verifier.KeyId);
        Assert.Empty(SignedCheckpoint.Open(signed, log.Verifier).Value.Cosignatures(witness.Verifier).Value);
    }

    internal static byte[] Seed(byte value) => [.. Enumerable.Repeat(value, 32)];

    private static Trust.Result<SignedNote> Read(string note) => SignedNote.Read(Encoding.UTF8.GetBytes(note));

    private static NoteVerifier Key(string text) => NoteVerifier.Read(text).Value;
}

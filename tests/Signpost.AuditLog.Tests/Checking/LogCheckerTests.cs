namespace Signpost.AuditLog.Tests;

public sealed class LogCheckerTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    [Fact]
    public void Check_FolderAndExportAsWritten_FindNothing()
    {
        TestExports.Write(_folder.Path, TestExports.Entries(200));
        foreach (var report in new[] { CheckFolder(), CheckExport(TestExports.Export(_folder.Path)) })
        {
            Assert.Empty(report.Findings);
            Assert.True(report.IsSound);
            Assert.Equal((600ul, 400ul, 2), (report.Entries, report.Records, report.Chains));
        }
    }

    [Fact]
    public void Check_EmptyLog_FindsNothing()
    {
        TestExports.Write(_folder.Path, []);
        Assert.True(CheckFolder().IsSound);
        Assert.True(CheckExport(TestExports.Export(_folder.Path)).IsSound);
    }

    [Theory]
    [InlineData("tile/0/000", "WrongRoot")]
    [InlineData("tile/0/001.p/88", "WrongRoot")]
    [InlineData("tile/1/000.p/1", "Altered")]
    [InlineData("tile/entries/000", "Altered")]
    [InlineData("tile/entries/001.p/88", "Altered")]
    [InlineData("checkpoint", "BadSignature")]
    public void Check_FileOfFolderAltered_NamesIt(string file, string expected)
    {
        TestExports.Write(_folder.Path, TestExports.Entries(344 / 3 + 1).Take(344));
        var content = File.ReadAllBytes(_folder[file]);
        var at = file == "checkpoint" ? content.AsSpan().IndexOf("\n344\n"u8) + 1 : Math.Min(40, content.Length - 1);
        content[at] ^= 1;
        File.WriteAllBytes(_folder[file], content);
        Assert.Contains(CheckFolder().Findings, finding => finding.Kind.ToString() == expected);
    }

    [Theory]
    [InlineData("tile/0/000")]
    [InlineData("tile/0/001.p/88")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/000")]
    [InlineData("tile/entries/001.p/88")]
    [InlineData("checkpoint")]
    public void Check_FileOfFolderMissing_NamesIt(string file)
    {
        TestExports.Write(_folder.Path, TestExports.Entries(344 / 3 + 1).Take(344));
        File.Delete(_folder[file]);
        var finding = CheckFolder().Findings.First(finding => finding.Kind == LogFindingKind.Malformed);
        Assert.Contains(file, finding.Where + finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ExportAlteredInAnyByte_IsNotSound()
    {
        TestExports.Write(_folder.Path, TestExports.Entries(2));
        var export = TestExports.Export(_folder.Path);
        for (var i = 0; i < export.Length; i++)
        {
            var altered = (byte[])export.Clone();
            altered[i] ^= 0x04;
            Assert.False(CheckExport(altered).IsSound, $"byte {i} of {export.Length}");
        }
    }

    [Fact]
    public void Check_ExportCutAnywhere_IsNotSound()
    {
        TestExports.Write(_folder.Path, TestExports.Entries(2));
        var export = TestExports.Export(_folder.Path);
        for (var length = 0; length < export.Length; length++) Assert.False(CheckExport(export[..length]).IsSound, $"{length} bytes");
        Assert.False(CheckExport([.. export, 0]).IsSound);
    }

    [Fact]
    public void Check_EntriesTamperedWith_NamesEntryAndWhatHappened()
    {
        TestExports.Write(_folder.Path, TestExports.Entries());
        var export = TestExports.Export(_folder.Path);
        var (before, entries) = TestExports.Open(export, 36);
        var staff = LogEntries.OfStaff(TestExports.Staff(99));
        Expect("entry 11: Deleted", [.. entries[..11], .. entries[12..]]);
        Expect("entries 11 to 13: Deleted", [.. entries[..11], .. entries[14..]]);
        Expect("entry 11: Altered", [.. entries[..11], staff, .. entries[12..]]);
        Expect("entry 11: Inserted", [.. entries[..11], staff, .. entries[11..]]);
        Expect("entries 11 to 12: Reordered", [.. entries[..11], entries[12], entries[11], .. entries[13..]]);
        Expect("entries 30 to 35: Truncated", entries[..30]);

        void Expect(string expected, List<byte[]> tampered) =>
            Assert.Contains(CheckExport(TestExports.Close(before, tampered)).Findings, finding => $"{finding.Where}: {finding.Kind}" == expected);
    }

    [Fact]
    public void Check_LogThatItsOwnKeySignedOverAForkOrAGap_NamesThem()
    {
        // A control plane that holds the log's key and leaves a unit's record out, or takes two.
        var records = TestChain.Records(6);
        foreach (var (how, expected) in new[] { ("deleted", LogFindingKind.Deleted), ("forked", LogFindingKind.Forked), ("rewritten", LogFindingKind.Forked), ("other key", LogFindingKind.Altered) })
        {
            var folder = _folder[how];
            TestExports.Write(folder, ChainTests.Tamper(how, records).Select(record => LogEntries.OfUnit(record)));
            Assert.Equal([expected], LogChecker.CheckFolder(folder, TestLog.Key.Verifier, TestChain.Units).Findings.Select(finding => finding.Kind).Distinct());
        }
    }

    [Fact]
    public void Check_RecordOfAUnitThatNobodyKnows_NamesIt()
    {
        TestExports.Write(_folder.Path, TestExports.Entries(1));
        var report = LogChecker.CheckFolder(_folder.Path, TestLog.Key.Verifier, new Dictionary<string, ReadOnlyMemory<byte>> { [TestChain.Unit] = TestChain.PublicKey });
        Assert.Equal(LogFindingKind.UnknownUnit, Assert.Single(report.Findings).Kind);
    }

    [Fact]
    public void Check_ExportWithSwappedUnitKey_KeyOfTheCallerCounts()
    {
        TestExports.Write(_folder.Path, TestExports.Entries(1));
        var export = TestExports.Export(_folder.Path);
        using var stream = new MemoryStream(export);
        var report = LogChecker.CheckExport(stream, TestLog.Key.Verifier, new Dictionary<string, ReadOnlyMemory<byte>> { [TestChain.Unit] = TestChain.OtherPublicKey });
        Assert.Equal(LogFindingKind.Altered, Assert.Single(report.Findings).Kind);
    }

    [Fact]
    public void Check_ExportThatNamesAUnitTwice_IsMalformed()
    {
        TestExports.Write(_folder.Path, TestExports.Entries(1));
        var export = TestExports.Export(_folder.Path);
        var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(export.AsSpan(8));
        var header = Contracts.V1.LogExportHeader.Parser.ParseFrom(export, 12, length);
        header.Units.Add(header.Units[0]);
        var doubled = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(doubled, header.CalculateSize());
        var finding = Assert.Single(CheckExport([.. export[..8], .. doubled, .. Google.Protobuf.MessageExtensions.ToByteArray(header), .. export[(12 + length)..]]).Findings);
        Assert.Equal((LogFindingKind.Malformed, "header"), (finding.Kind, finding.Where));
    }

    public void Dispose() => _folder.Dispose();

    private LogReport CheckFolder() => LogChecker.CheckFolder(_folder.Path, TestLog.Key.Verifier, TestChain.Units);

    private static LogReport CheckExport(byte[] export)
    {
        using var stream = new MemoryStream(export);
        return LogChecker.CheckExport(stream, TestLog.Key.Verifier);
    }
}

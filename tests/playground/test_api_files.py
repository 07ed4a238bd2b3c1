"""Uploads, albums, captions, and getting files back."""

import json


async def test_a_photo_is_uploaded_shown_and_sent_again_by_its_id(bot, sam, picture):
    body = await bot.upload(
        "sendPhoto", {"photo": ("p.png", picture(40, 20))}, chat_id=sam.id, caption="<b>Poster</b>", parse_mode="HTML"
    )
    message = body["result"]
    assert (message["photo"][0]["width"], message["photo"][0]["height"]) == (40, 20)
    assert message["caption_entities"] == [{"offset": 0, "length": 6, "type": "bold"}]
    again = await bot.ok("sendPhoto", chat_id=sam.id, photo=message["photo"][0]["file_id"])
    assert again["photo"] == message["photo"]
    place = {"chat_id": sam.id, "message_id": message["message_id"]}
    assert "no text" in await bot.error("editMessageText", **place, text="x")
    assert (await bot.ok("editMessageCaption", **place, caption="New"))["caption"] == "New"


async def test_a_file_comes_back_as_it_went(bot, playground, session, sam):
    sent = await sam.send("document", b"a,b\n1,2\n", name="../../form.xlsx")
    document = sent["message"]["document"]
    assert document["file_name"] == "form.xlsx"
    path = (await bot.ok("getFile", file_id=document["file_id"]))["file_path"]
    async with session.get(f"{playground.url}/file/bot{playground.token}/{path}") as response:
        assert await response.read() == b"a,b\n1,2\n"
    async with session.get(f"{playground.url}/file/bot1:wrong/{path}") as response:
        assert response.status == 404
    assert "invalid file_id" in await bot.error("getFile", file_id="nothing")


async def test_what_is_no_picture_too_large_or_empty_is_refused(bot, sam, picture):
    async def photo(content):
        return (await bot.upload("sendPhoto", {"photo": ("p.png", content)}, chat_id=sam.id)).get("description")

    assert await photo(b"not a picture") == "Bad Request: IMAGE_PROCESS_FAILED"
    assert await photo(picture(1, 30)) == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert await photo(b"") == "Bad Request: file must be non-empty"
    assert await photo(picture(2, 2) + b"\0" * (10 << 20)) == "Bad Request: file is too big for a photo"
    assert "there is no photo" in await bot.error("sendPhoto", chat_id=sam.id)
    assert "wrong file identifier" in await bot.error("sendDocument", chat_id=sam.id, document="nothing")
    long = await bot.upload("sendPhoto", {"photo": ("p.png", picture(2, 2))}, chat_id=sam.id, caption="x" * 1025)
    assert long["description"] == "Bad Request: message caption is too long"


async def test_an_album_arrives_as_one_group(bot, sam, picture):
    media = [{"type": "photo", "media": "attach://one", "caption": "First"}, {"type": "photo", "media": "attach://two"}]
    files = {"one": ("1.png", picture(4, 4)), "two": ("2.png", picture(5, 5))}
    body = await bot.upload("sendMediaGroup", files, chat_id=sam.id, media=json.dumps(media))
    first, second = body["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption"] == "First"
    assert not bot.playground.world.problems
    ids = [one["photo"][0]["file_id"] for one in (first, second)]
    assert "2-10" in await bot.error("sendMediaGroup", chat_id=sam.id, media=[{"type": "photo", "media": ids[0]}])
    mixed = [{"type": "photo", "media": ids[0]}, {"type": "document", "media": ids[1]}]
    assert not (await bot("sendMediaGroup", chat_id=sam.id, media=mixed))["ok"]


async def test_every_kind_of_file_has_its_shape(bot, sam):
    for method, kind in (
        ("sendDocument", "document"),
        ("sendVoice", "voice"),
        ("sendAudio", "audio"),
        ("sendVideo", "video"),
    ):
        body = await bot.upload(method, {kind: (f"f.{kind}", b"bytes")}, chat_id=sam.id, caption=kind)
        assert body["result"][kind]["file_size"] == 5
    assert (await bot.ok("sendLocation", chat_id=sam.id, latitude=51.46, longitude=-0.11))["location"][
        "latitude"
    ] == 51.46
    assert "wrong location" in await bot.error("sendLocation", chat_id=sam.id, latitude=99, longitude=0)


async def test_a_picture_can_be_replaced(bot, sam, picture):
    body = await bot.upload("sendPhoto", {"photo": ("p.png", picture(4, 4))}, chat_id=sam.id, caption="Old")
    media = json.dumps({"type": "photo", "media": "attach://new", "caption": "New"})
    place = {"chat_id": sam.id, "message_id": body["result"]["message_id"], "media": media}
    edited = await bot.upload("editMessageMedia", {"new": ("n.png", picture(8, 8))}, **place)
    assert edited["result"]["photo"][0]["width"] == 8
    assert edited["result"]["caption"] == "New"
    same = await bot.upload("editMessageMedia", {"new": ("n.png", picture(8, 8))}, **place)
    assert "not modified" in same["description"]
